package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.*;

import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Stat;
import io.stage1kvm.sys.abi.Stat.statx;
import java.nio.ByteBuffer;
import java.util.List;

/// Names and metadata; what moves bytes is in [FileData].
final class LinuxFileCalls implements FileCalls {

  static final LinuxFileCalls INSTANCE = new LinuxFileCalls();

  private static final byte[] NO_NAME = {};

  private LinuxFileCalls() {}

  void close(int fd) throws SyscallException {
    if (call(SYS_close, fd) < 0) {
      throw failure("close", "fd=" + fd);
    }
  }

  @Override
  public Fd openat(Fd dir, byte[] name, int flags, int mode) throws SyscallException {
    long path = Scratch.get().name(name, "openat");
    long fd = call(SYS_openat, dir.number(), path, flags | Fcntl.O_CLOEXEC, mode);
    if (fd < 0) {
      throw failure("openat", dirfd(dir), name, Text.openFlags(flags));
    }
    return Fd.adopt((int) fd);
  }

  @Override
  public Fd openat2(Fd dir, byte[] name, int flags, int mode, long resolve)
      throws SyscallException {
    Scratch scratch = Scratch.get();
    long path = scratch.name(name, "openat2");
    scratch.putInt64(Fcntl.open_how.flags, Integer.toUnsignedLong(flags | Fcntl.O_CLOEXEC));
    scratch.putInt64(Fcntl.open_how.mode, mode);
    scratch.putInt64(Fcntl.open_how.resolve, resolve);
    long fd = call(SYS_openat2, dir.number(), path, scratch.struct(), Fcntl.open_how.sizeof);
    if (fd < 0) {
      throw failure("openat2", dirfd(dir), name, Text.openFlags(flags), Text.resolve(resolve));
    }
    return Fd.adopt((int) fd);
  }

  @Override
  public void mkdirat(Fd dir, byte[] name, int mode) throws SyscallException {
    if (call(SYS_mkdirat, dir.number(), Scratch.get().name(name, "mkdirat"), mode) < 0) {
      throw failure("mkdirat", dirfd(dir), name, Text.mode(mode));
    }
  }

  @Override
  public void mknodat(Fd dir, byte[] name, int mode, DeviceNumber device) throws SyscallException {
    long path = Scratch.get().name(name, "mknodat");
    if (call(SYS_mknodat, dir.number(), path, mode, device.encoded()) < 0) {
      throw failure(
          "mknodat", dirfd(dir), name, Text.mode(mode), device.major() + ":" + device.minor());
    }
  }

  @Override
  public void symlinkat(byte[] target, Fd dir, byte[] name) throws SyscallException {
    Scratch scratch = Scratch.get();
    long to = scratch.name(target, "symlinkat");
    if (call(SYS_symlinkat, to, dir.number(), scratch.secondName(name, "symlinkat")) < 0) {
      throw failure("symlinkat", target, dirfd(dir), name);
    }
  }

  @Override
  public void linkat(Fd oldDir, byte[] oldName, Fd newDir, byte[] newName, int flags)
      throws SyscallException {
    Scratch scratch = Scratch.get();
    long from = scratch.name(oldName, "linkat");
    long to = scratch.secondName(newName, "linkat");
    if (call(SYS_linkat, oldDir.number(), from, newDir.number(), to, flags) < 0) {
      throw failure("linkat", dirfd(oldDir), oldName, dirfd(newDir), newName, Text.atFlags(flags));
    }
  }

  @Override
  public void unlinkat(Fd dir, byte[] name, int flags) throws SyscallException {
    if (call(SYS_unlinkat, dir.number(), Scratch.get().name(name, "unlinkat"), flags) < 0) {
      throw failure("unlinkat", dirfd(dir), name, Text.atFlags(flags));
    }
  }

  @Override
  public void renameat2(Fd oldDir, byte[] oldName, Fd newDir, byte[] newName, int flags)
      throws SyscallException {
    Scratch scratch = Scratch.get();
    long from = scratch.name(oldName, "renameat2");
    long to = scratch.secondName(newName, "renameat2");
    if (call(SYS_renameat2, oldDir.number(), from, newDir.number(), to, flags) < 0) {
      throw failure("renameat2", dirfd(oldDir), oldName, dirfd(newDir), newName, flags);
    }
  }

  @Override
  public byte[] readlinkat(Fd dir, byte[] name) throws SyscallException {
    Scratch scratch = Scratch.get();
    long path = scratch.name(name, "readlinkat");
    long n = call(SYS_readlinkat, dir.number(), path, scratch.data(), Scratch.DATA_SIZE);
    if (n < 0) {
      throw failure("readlinkat", dirfd(dir), name);
    }
    return scratch.dataBytes((int) n);
  }

  @Override
  public FileStatus statx(Fd dir, byte[] name, int flags) throws SyscallException {
    Scratch s = Scratch.get();
    long path = s.name(name, "statx");
    if (call(SYS_statx, dir.number(), path, flags, Stat.STATX_BASIC_STATS, s.struct()) < 0) {
      throw failure("statx", dirfd(dir), name, Text.atFlags(flags));
    }
    return new FileStatus(
        s.uint16(statx.stx_mode),
        s.int32(statx.stx_uid),
        s.int32(statx.stx_gid),
        s.int64(statx.stx_size),
        new DeviceNumber(s.int32(statx.stx_dev_major), s.int32(statx.stx_dev_minor)),
        s.int64(statx.stx_ino),
        s.int32(statx.stx_nlink),
        new DeviceNumber(s.int32(statx.stx_rdev_major), s.int32(statx.stx_rdev_minor)),
        new Timespec(
            s.int64(statx.stx_mtime + Stat.statx_timestamp.tv_sec),
            s.int32(statx.stx_mtime + Stat.statx_timestamp.tv_nsec)),
        (s.int64(statx.stx_attributes) & Stat.STATX_ATTR_MOUNT_ROOT) != 0);
  }

  @Override
  public FileStatus fstat(Fd file) throws SyscallException {
    return statx(file, NO_NAME, Fcntl.AT_EMPTY_PATH);
  }

  @Override
  public void fchownat(Fd dir, byte[] name, int uid, int gid, int flags) throws SyscallException {
    long path = Scratch.get().name(name, "fchownat");
    if (call(SYS_fchownat, dir.number(), path, uid, gid, flags) < 0) {
      throw failure("fchownat", dirfd(dir), name, uid, gid, Text.atFlags(flags));
    }
  }

  @Override
  public void fchmod(Fd file, int mode) throws SyscallException {
    if (call(SYS_fchmod, file.number(), mode) < 0) {
      throw failure("fchmod", "fd=" + file, Text.mode(mode));
    }
  }

  @Override
  public void fchmodat(Fd dir, byte[] name, int mode) throws SyscallException {
    if (call(SYS_fchmodat, dir.number(), Scratch.get().name(name, "fchmodat"), mode) < 0) {
      throw failure("fchmodat", dirfd(dir), name, Text.mode(mode));
    }
  }

  @Override
  public void utimensat(Fd dir, byte[] name, Timespec atime, Timespec mtime, int flags)
      throws SyscallException {
    Scratch scratch = Scratch.get();
    long path = scratch.name(name, "utimensat");
    long times = FileData.times(scratch, atime, mtime);
    if (call(SYS_utimensat, dir.number(), path, times, flags) < 0) {
      throw failure("utimensat", dirfd(dir), name, Text.atFlags(flags));
    }
  }

  @Override
  public void futimens(Fd file, Timespec atime, Timespec mtime) throws SyscallException {
    long times = FileData.times(Scratch.get(), atime, mtime);
    if (call(SYS_utimensat, file.number(), 0, times, 0) < 0) {
      throw failure("utimensat", "fd=" + file);
    }
  }

  @Override
  public List<DirectoryEntry> getdents64(Fd dir) throws SyscallException {
    return FileData.getdents64(dir);
  }

  @Override
  public int read(Fd file, byte[] target, int offset, int length) throws SyscallException {
    return FileData.read(file, target, offset, length);
  }

  @Override
  public int read(Fd file, ByteBuffer direct) throws SyscallException {
    return FileData.transfer(SYS_read, "read", file, direct);
  }

  @Override
  public int write(Fd file, byte[] source, int offset, int length) throws SyscallException {
    return FileData.write(file, source, offset, length);
  }

  @Override
  public int write(Fd file, ByteBuffer direct) throws SyscallException {
    return FileData.transfer(SYS_write, "write", file, direct);
  }

  @Override
  public long copyFileRange(Fd source, Fd target, long length) throws SyscallException {
    return FileData.copyFileRange(source, target, length);
  }

  @Override
  public long sendfile(Fd target, Fd source, long length) throws SyscallException {
    return FileData.sendfile(target, source, length);
  }

  @Override
  public long lseek(Fd file, long offset, int whence) throws SyscallException {
    return FileData.lseek(file, offset, whence);
  }

  @Override
  public void ftruncate(Fd file, long size) throws SyscallException {
    FileData.ftruncate(file, size);
  }

  @Override
  public void fallocate(Fd file, int mode, long offset, long length) throws SyscallException {
    FileData.fallocate(file, mode, offset, length);
  }

  @Override
  public void flock(Fd file, int operation) throws SyscallException {
    DescriptorCalls.flock(file, operation);
  }

  @Override
  public void fsync(Fd file) throws SyscallException {
    FileData.fsync(file);
  }

  @Override
  public void syncfs(Fd file) throws SyscallException {
    FileData.syncfs(file);
  }

  @Override
  public boolean isCloseOnExec(Fd file) throws SyscallException {
    return DescriptorCalls.isCloseOnExec(file);
  }

  @Override
  public void setCloseOnExec(Fd file, boolean closeOnExec) throws SyscallException {
    DescriptorCalls.setCloseOnExec(file, closeOnExec);
  }

  @Override
  public Fd duplicate(Fd file) throws SyscallException {
    return DescriptorCalls.duplicate(file);
  }

  private static String dirfd(Fd dir) {
    return "dirfd=" + dir;
  }
}
