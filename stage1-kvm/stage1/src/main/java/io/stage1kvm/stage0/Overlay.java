package io.stage1kvm.stage0;

import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An overlay: what is changed in `lower` goes to `upper`.
///
/// @param lower an unpacked image
/// @param upper takes the changes
/// @param work the kernel's, on the same file system as `upper`
record Overlay(Path lower, Path upper, Path work) {
  void mount(Path target) throws IOException {
    Sys.mounts().mount("overlay", target.toString(), "overlay", 0, options());
  }

  /// overlay reads a backslash in front of the characters that part its options.
  String options() {
    return "lowerdir=%s,upperdir=%s,workdir=%s"
        .formatted(escaped(lower, "[\\\\:,]"), escaped(upper, "[\\\\,]"), escaped(work, "[\\\\,]"));
  }

  private static String escaped(Path path, String special) {
    return path.toString().replaceAll(special, "\\\\$0");
  }

  /// Unmounts what is mounted last on a path, now or, if somebody uses it, when they are done.
  static void unmount(Path target) throws IOException {
    try {
      Sys.mounts().umount2(target.toString(), Mount.UMOUNT_NOFOLLOW);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EBUSY) {
        throw e;
      }
      Sys.mounts().umount2(target.toString(), Mount.UMOUNT_NOFOLLOW | Mount.MNT_DETACH);
    }
  }

  /// Whether overlays can be mounted on a file system, found out by mounting one: kernels and file
  /// systems differ in too many ways to know it otherwise. Throws what was wrong.
  static void probe(Path directory) throws IOException {
    Path probe = Files.createTempDirectory(directory, "overlay");
    try {
      for (String name : new String[] {"lower", "upper", "work", "target"}) {
        Files.createDirectory(probe.resolve(name));
      }
      Overlay overlay =
          new Overlay(probe.resolve("lower"), probe.resolve("upper"), probe.resolve("work"));
      overlay.mount(probe.resolve("target"));
      unmount(probe.resolve("target"));
    } finally {
      TreeFiles.delete(probe);
    }
  }
}
