package io.stage1kvm.share;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.MountCalls;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mount;
import io.stage1kvm.sys.abi.MountAttr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes a mount and those below it read-only, whatever their file systems are.
final class ReadOnly {

  /// Of the thread, not of the process: they may be in different namespaces.
  private static final Path MOUNTINFO = Path.of("/proc/thread-self/mountinfo");

  private final MountCalls mounts;

  ReadOnly(MountCalls mounts) {
    this.mounts = mounts;
  }

  /// In one step where the kernel can (Linux 5.12), else one mount after the other.
  void apply(Path mount) throws IOException {
    try {
      mounts.mountSetattr(
          Fd.CWD, mount.toString(), Fcntl.AT_RECURSIVE, MountAttr.MOUNT_ATTR_RDONLY, 0, 0);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOSYS) {
        throw e;
      }
      remount(mount);
    }
  }

  private void remount(Path mount) throws IOException {
    String path = mount.toRealPath().toString();
    for (Mountinfo.Entry entry : Mountinfo.below(Files.readString(MOUNTINFO), path)) {
      int flags = Mount.MS_REMOUNT | Mount.MS_BIND | Mount.MS_RDONLY | entry.flags();
      mounts.mount("", entry.path(), "", flags, "");
    }
  }
}
