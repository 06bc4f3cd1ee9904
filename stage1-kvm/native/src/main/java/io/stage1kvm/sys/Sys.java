package io.stage1kvm.sys;

/// The kernel's calls by domain. Nothing native is loaded before the first call of one of them.
public final class Sys {

  private Sys() {}

  /// Loads the native library in a thread of its own and returns at once. For the first line of a
  /// main method that has other work to do first: loading takes some 10 ms of one CPU.
  public static void preload() {
    Thread.ofPlatform().daemon().name("preload").start(() -> processes().getpid());
  }

  public static FileCalls files() {
    return LinuxFileCalls.INSTANCE;
  }

  public static XattrCalls xattrs() {
    return LinuxXattrCalls.INSTANCE;
  }

  public static MountCalls mounts() {
    return LinuxMountCalls.INSTANCE;
  }

  public static TerminalCalls terminals() {
    return LinuxTerminalCalls.INSTANCE;
  }

  public static ProcessCalls processes() {
    return LinuxProcessCalls.INSTANCE;
  }

  public static ExecCalls exec() {
    return LinuxExecCalls.INSTANCE;
  }

  public static MemoryCalls memory() {
    return LinuxMemoryCalls.INSTANCE;
  }

  public static IoCalls io() {
    return LinuxIoCalls.INSTANCE;
  }

  public static EventCalls events() {
    return LinuxEventCalls.INSTANCE;
  }

  public static SocketCalls sockets() {
    return LinuxSocketCalls.INSTANCE;
  }

  public static IoctlCalls ioctls() {
    return LinuxIoctlCalls.INSTANCE;
  }

  public static ThreadCalls threads() {
    return LinuxThreadCalls.INSTANCE;
  }

  public static DiskCalls disks() {
    return LinuxDiskCalls.INSTANCE;
  }

  public static PacketCalls packets() {
    return LinuxPacketCalls.INSTANCE;
  }
}
