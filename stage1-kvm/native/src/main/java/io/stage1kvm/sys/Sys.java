package io.stage1kvm.sys;

/// The kernel's calls by domain. Nothing native is loaded before the first call of one of them.
public final class Sys {

  private Sys() {}

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
}
