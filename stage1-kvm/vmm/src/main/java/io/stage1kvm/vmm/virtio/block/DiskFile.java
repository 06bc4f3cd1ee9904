package io.stage1kvm.vmm.virtio.block;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoVector;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Disk;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;

/// The raw file or block device that holds a disk's sectors. For any thread.
final class DiskFile implements AutoCloseable {

  /// Sectors of virtio are of this size, whatever the disk's.
  static final int SECTOR = 512;

  private final Fd file;
  private final long size;
  private final boolean readOnly;

  private DiskFile(Fd file, long size, boolean readOnly) {
    this.file = file;
    this.size = size;
    this.readOnly = readOnly;
  }

  /// Opens it; what is behind its last whole sector is not seen.
  static DiskFile open(String path, boolean readOnly) throws SyscallException {
    Fd file = Sys.files().openat(Fd.CWD, path, readOnly ? Fcntl.O_RDONLY : Fcntl.O_RDWR);
    try {
      long end = Sys.files().lseek(file, 0, Fcntl.SEEK_END); // Also a block device's size.
      return new DiskFile(file, end / SECTOR * SECTOR, readOnly);
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  /// Bytes, whole sectors.
  long size() {
    return size;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  /// What can be had without waiting for the disk, or [DiskCalls#NOT_NOW].
  long readNow(IoVector vector, long position) throws SyscallException {
    return Sys.disks().readNow(file, vector, position);
  }

  /// Bytes read, fewer than asked also in the middle; 0 where the file has been cut off.
  long read(IoVector vector, long position) throws SyscallException {
    while (true) {
      try {
        return Sys.io().preadv(file, vector, position);
      } catch (SyscallException e) {
        requireInterrupted(e);
      }
    }
  }

  long write(IoVector vector, long position) throws SyscallException {
    while (true) {
      try {
        return Sys.io().pwritev(file, vector, position);
      } catch (SyscallException e) {
        requireInterrupted(e);
      }
    }
  }

  private static void requireInterrupted(SyscallException e) throws SyscallException {
    if (e.errno() != Errno.EINTR) {
      throw e;
    }
  }

  void flush() throws SyscallException {
    Sys.disks().fdatasync(file);
  }

  /// Makes zeros.
  ///
  /// @param release whether the file may shrink to them
  void zero(long position, long length, boolean release) throws SyscallException {
    int how = release ? Fcntl.FALLOC_FL_PUNCH_HOLE : Disk.FALLOC_FL_ZERO_RANGE;
    Sys.files().fallocate(file, how | Fcntl.FALLOC_FL_KEEP_SIZE, position, length);
  }

  @Override
  public void close() throws SyscallException {
    file.close();
  }
}
