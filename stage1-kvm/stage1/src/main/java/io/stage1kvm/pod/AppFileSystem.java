package io.stage1kvm.pod;

import io.stage1kvm.guest.message.GuestOp;
import io.stage1kvm.guest.message.MountFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The operations that make an app's root file system what the app executor promises (appc
/// `ace.md`,
/// "Filesystem Setup") and what rkt does beyond that.
final class AppFileSystem {
  /// Directories of kernel interfaces that no app needs to see.
  private static final List<String> HIDDEN =
      List.of(
          "/sys/firmware",
          "/sys/fs",
          "/sys/hypervisor",
          "/sys/module",
          "/sys/power",
          "/proc/config.gz",
          "/proc/kallsyms",
          "/proc/sched_debug",
          "/proc/kcore",
          "/proc/kmem",
          "/proc/mem");

  private static final List<String> READ_ONLY =
      List.of(
          "/proc/bus",
          "/proc/sys/kernel/core_pattern",
          "/proc/sys/kernel/modprobe",
          "/proc/sys/vm/panic_on_oom",
          "/proc/sysrq-trigger",
          "/sys/block",
          "/sys/bus",
          "/sys/class",
          "/sys/dev",
          "/sys/devices",
          "/sys/kernel");

  private static final int SAFE = MountFlags.NOSUID | MountFlags.NODEV | MountFlags.NOEXEC;
  private static final int OLD_DEVICES = MountFlags.NOSUID | MountFlags.NOEXEC;

  private record Device(String name, int mode, int major, int minor) {}

  private static final List<Device> DEVICES =
      List.of(
          new Device("null", 0666, 1, 3),
          new Device("zero", 0666, 1, 5),
          new Device("full", 0666, 1, 7),
          new Device("random", 0666, 1, 8),
          new Device("urandom", 0666, 1, 9),
          new Device("tty", 0666, 5, 0),
          new Device("console", 0600, 5, 1),
          new Device("ptmx", 0666, 5, 2),
          new Device("net/tun", 0666, 10, 200));

  private final List<AppVolume> volumes;
  private final boolean hidePaths;
  private final List<GuestOp> ops = new ArrayList<>();

  /// @param hidePaths whether kernel interfaces are hidden or read-only
  AppFileSystem(List<AppVolume> volumes, boolean hidePaths) {
    this.volumes = volumes;
    this.hidePaths = hidePaths;
  }

  /// All operations, in order.
  ///
  /// @param files the pod's files that appear in the app unless a volume does
  List<GuestOp> ops(List<PodFile> files) {
    kernelFileSystems();
    devices();
    directory("/tmp", 01777);
    directory("/run", 0755);
    directory("/etc", 0755);
    volumes();
    files.stream().filter(f -> isFree(f.path())).forEach(this::file);
    if (hidePaths) {
      HIDDEN.stream().filter(this::isFree).forEach(p -> ops.add(new GuestOp.Hide(p, false)));
      READ_ONLY.stream().filter(this::isFree).forEach(p -> ops.add(new GuestOp.ReadOnly(p, false)));
    }
    return List.copyOf(ops);
  }

  private void kernelFileSystems() {
    ops.add(new GuestOp.Mount("/proc", "proc", "proc", SAFE, "", false));
    if (volumes.stream().noneMatch(v -> v.isWithin("/sys"))) {
      ops.add(new GuestOp.Mount("/sys", "sysfs", "sysfs", SAFE, "", false));
    }
  }

  private void devices() {
    ops.add(
        new GuestOp.Mount(
            "/dev", "dev", "tmpfs", OLD_DEVICES, "mode=755,size=65536k,nr_inodes=4096", false));
    for (Device d : DEVICES) {
      ops.add(new GuestOp.Node("/dev/" + d.name(), d.mode(), d.major(), d.minor(), false));
    }
    link("/dev/fd", "/proc/self/fd");
    link("/dev/stdin", "/proc/self/fd/0");
    link("/dev/stdout", "/proc/self/fd/1");
    link("/dev/stderr", "/proc/self/fd/2");
    // The terminals and the shared memory are the pod's: apps share one IPC namespace.
    ops.add(new GuestOp.Bind("/dev/pts", "/dev/pts", false, 0, false));
    ops.add(new GuestOp.Bind("/dev/shm", "/dev/shm", false, 0, false));
    ops.add(new GuestOp.Mount("/dev/mqueue", "mqueue", "mqueue", SAFE, "", true));
  }

  private void link(String path, String target) {
    ops.add(new GuestOp.Symlink(path, target, false));
  }

  private void directory(String path, int mode) {
    ops.add(new GuestOp.Mkdir(path, mode, 0, 0, false));
  }

  /// Parents before what lies below them, else in the order of the manifest.
  private void volumes() {
    volumes.stream()
        .sorted(Comparator.comparingInt(v -> v.normalPath().split("/").length))
        .forEach(
            v ->
                ops.add(
                    new GuestOp.Bind(
                        v.target(),
                        GuestPaths.volume(v.volume()),
                        v.recursive(),
                        v.readOnly() ? MountFlags.RDONLY : 0,
                        false)));
  }

  private void file(PodFile file) {
    ops.add(new GuestOp.Bind(file.path(), file.guestPath(), false, MountFlags.RDONLY, false));
  }

  private boolean isFree(String path) {
    return volumes.stream()
        .noneMatch(v -> v.normalPath().equals(path) || path.startsWith(v.normalPath() + "/"));
  }
}
