package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.*;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.MountAttr.mount_attr;
import io.stage1kvm.sys.abi.Statfs;
import java.util.Arrays;

final class LinuxMountCalls implements MountCalls {

  static final LinuxMountCalls INSTANCE = new LinuxMountCalls();

  private LinuxMountCalls() {}

  @Override
  public void mount(String source, String target, String fstype, int flags, String data)
      throws SyscallException {
    byte[] from = Scratch.utf8(source);
    byte[] to = Scratch.utf8(target);
    Scratch scratch = Scratch.get();
    long sourceAt = scratch.name(from, "mount");
    long targetAt = scratch.secondName(to, "mount");
    long optionsAt = storeOptions(scratch, Scratch.utf8(data));
    // The type is short and shares the room of structures, which this call has none of.
    long typeAt = fstype.isEmpty() ? 0 : storeType(scratch, Scratch.utf8(fstype));
    if (call(SYS_mount, sourceAt, targetAt, typeAt, flags, data.isEmpty() ? 0 : optionsAt) < 0) {
      throw failure("mount", from, to, Scratch.utf8(fstype), Text.mountFlags(flags));
    }
  }

  private static long storeOptions(Scratch scratch, byte[] options) throws SyscallException {
    if (options.length >= 4096) { // The kernel reads one page.
      throw new SyscallException("mount(data of " + options.length + " bytes)", Errno.EINVAL);
    }
    scratch.putData(Arrays.copyOf(options, options.length + 1), 0, options.length + 1);
    return scratch.data();
  }

  private static long storeType(Scratch scratch, byte[] type) {
    scratch.putStructBytes(Arrays.copyOf(type, type.length + 1));
    return scratch.struct();
  }

  @Override
  public void umount2(String target, int flags) throws SyscallException {
    byte[] path = Scratch.utf8(target);
    if (call(SYS_umount2, Scratch.get().name(path, "umount2"), flags) < 0) {
      throw failure("umount2", path, flags);
    }
  }

  @Override
  public void mountSetattr(Fd dir, String path, int flags, long set, long clear, long propagation)
      throws SyscallException {
    byte[] name = Scratch.utf8(path);
    Scratch scratch = Scratch.get();
    long pathAt = scratch.name(name, "mount_setattr");
    scratch.putInt64(mount_attr.attr_set, set);
    scratch.putInt64(mount_attr.attr_clr, clear);
    scratch.putInt64(mount_attr.propagation, propagation);
    scratch.putInt64(mount_attr.userns_fd, 0);
    long result =
        call(SYS_mount_setattr, dir.number(), pathAt, flags, scratch.struct(), mount_attr.sizeof);
    if (result < 0) {
      throw failure(
          "mount_setattr",
          "dirfd=" + dir,
          name,
          Text.atFlags(flags),
          "set=0x" + Long.toHexString(set),
          "clr=0x" + Long.toHexString(clear));
    }
  }

  @Override
  public void unshare(int flags) throws SyscallException {
    if (call(SYS_unshare, flags) < 0) {
      throw failure("unshare", "0x" + Integer.toHexString(flags));
    }
  }

  @Override
  public void setns(Fd namespace, int type) throws SyscallException {
    if (call(SYS_setns, namespace.number(), type) < 0) {
      throw failure("setns", "fd=" + namespace, "0x" + Integer.toHexString(type));
    }
  }

  @Override
  public long statfsType(String path) throws SyscallException {
    byte[] name = Scratch.utf8(path);
    Scratch scratch = Scratch.get();
    if (call(SYS_statfs, scratch.name(name, "statfs"), scratch.struct()) < 0) {
      throw failure("statfs", name);
    }
    return scratch.int64(Statfs.statfs.f_type);
  }

  @Override
  public long fstatfsType(Fd file) throws SyscallException {
    Scratch scratch = Scratch.get();
    if (call(SYS_fstatfs, file.number(), scratch.struct()) < 0) {
      throw failure("fstatfs", "fd=" + file);
    }
    return scratch.int64(Statfs.statfs.f_type);
  }
}
