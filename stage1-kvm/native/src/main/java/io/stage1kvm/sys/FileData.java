package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.*;

import io.stage1kvm.sys.abi.Dirent.dirent64;
import io.stage1kvm.sys.abi.Stat.timespec;
import io.stage1kvm.sys.jna.LibC;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Calls that move bytes of files and directories.
final class FileData {

  private FileData() {}

  static int read(Fd file, byte[] target, int offset, int length) throws SyscallException {
    Objects.checkFromIndexSize(offset, length, target.length);
    Scratch scratch = Scratch.get();
    int count = Math.min(length, Scratch.DATA_SIZE);
    long n = call(SYS_read, file.number(), scratch.data(), count);
    if (n < 0) {
      throw failure("read", "fd=" + file, count);
    }
    scratch.getData(target, offset, (int) n);
    return (int) n;
  }

  static int write(Fd file, byte[] source, int offset, int length) throws SyscallException {
    Scratch scratch = Scratch.get();
    int count = Math.min(length, Scratch.DATA_SIZE);
    scratch.putData(source, offset, count);
    long n = call(SYS_write, file.number(), scratch.data(), count);
    if (n < 0) {
      throw failure("write", "fd=" + file, count);
    }
    return (int) n;
  }

  static int transfer(int number, String name, Fd file, ByteBuffer direct) throws SyscallException {
    if (!direct.isDirect()) {
      throw new IllegalArgumentException("buffer must be direct");
    }
    long n;
    try {
      long address = LibC.address(direct) + direct.position();
      n = call(number, file.number(), address, direct.remaining());
    } finally {
      Reference.reachabilityFence(direct); // The call uses the memory by its bare address.
    }
    if (n < 0) {
      throw failure(name, "fd=" + file, direct.remaining());
    }
    direct.position(direct.position() + (int) n);
    return (int) n;
  }

  static long copyFileRange(Fd source, Fd target, long length) throws SyscallException {
    long n = call(SYS_copy_file_range, source.number(), 0, target.number(), 0, length, 0);
    if (n < 0) {
      throw failure("copy_file_range", "fd=" + source, "fd=" + target, length);
    }
    return n;
  }

  static long sendfile(Fd target, Fd source, long length) throws SyscallException {
    long n = call(SYS_sendfile, target.number(), source.number(), 0, length);
    if (n < 0) {
      throw failure("sendfile", "fd=" + target, "fd=" + source, length);
    }
    return n;
  }

  static long lseek(Fd file, long offset, int whence) throws SyscallException {
    long position = call(SYS_lseek, file.number(), offset, whence);
    if (position < 0) {
      throw failure("lseek", "fd=" + file, offset, whence);
    }
    return position;
  }

  static void ftruncate(Fd file, long size) throws SyscallException {
    if (call(SYS_ftruncate, file.number(), size) < 0) {
      throw failure("ftruncate", "fd=" + file, size);
    }
  }

  static void fallocate(Fd file, int mode, long offset, long length) throws SyscallException {
    if (call(SYS_fallocate, file.number(), mode, offset, length) < 0) {
      throw failure("fallocate", "fd=" + file, mode, offset, length);
    }
  }

  static void fsync(Fd file) throws SyscallException {
    if (call(SYS_fsync, file.number()) < 0) {
      throw failure("fsync", "fd=" + file);
    }
  }

  static void syncfs(Fd file) throws SyscallException {
    if (call(SYS_syncfs, file.number()) < 0) {
      throw failure("syncfs", "fd=" + file);
    }
  }

  static List<DirectoryEntry> getdents64(Fd dir) throws SyscallException {
    Scratch scratch = Scratch.get();
    long n = call(SYS_getdents64, dir.number(), scratch.data(), Scratch.DATA_SIZE);
    if (n < 0) {
      throw failure("getdents64", "fd=" + dir);
    }
    return entries(scratch.dataView((int) n));
  }

  private static List<DirectoryEntry> entries(ByteBuffer data) {
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int at = 0; at < data.limit(); ) {
      int length = Short.toUnsignedInt(data.getShort(at + dirent64.d_reclen));
      int nameAt = at + dirent64.d_name;
      int end = nameAt;
      while (data.get(end) != 0) {
        end++;
      }
      byte[] name = new byte[end - nameAt];
      data.get(nameAt, name);
      entries.add(
          new DirectoryEntry(
              name,
              Byte.toUnsignedInt(data.get(at + dirent64.d_type)),
              data.getLong(at + dirent64.d_ino)));
      at += length;
    }
    return entries;
  }

  /// Stores two `struct timespec` as utimensat takes them and returns their address.
  static long times(Scratch scratch, Timespec atime, Timespec mtime) {
    scratch.putInt64(timespec.tv_sec, atime.seconds());
    scratch.putInt64(timespec.tv_nsec, atime.nanos());
    scratch.putInt64(timespec.sizeof + timespec.tv_sec, mtime.seconds());
    scratch.putInt64(timespec.sizeof + timespec.tv_nsec, mtime.nanos());
    return scratch.struct();
  }
}
