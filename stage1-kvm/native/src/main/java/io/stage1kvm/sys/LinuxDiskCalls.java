package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_fdatasync;
import static io.stage1kvm.sys.abi.Syscall.SYS_preadv2;

import io.stage1kvm.sys.abi.Disk;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.jna.LibC;

final class LinuxDiskCalls implements DiskCalls {

  static final LinuxDiskCalls INSTANCE = new LinuxDiskCalls();

  private LinuxDiskCalls() {}

  @Override
  public long readNow(Fd file, IoVector vector, long position) throws SyscallException {
    // The position comes in two halves, of which the second is empty on 64 bits.
    long done =
        call(
            SYS_preadv2,
            file.number(),
            vector.address(),
            vector.pieces(),
            position,
            0,
            Disk.RWF_NOWAIT);
    if (done >= 0) {
      return done;
    }
    int errno = LibC.errno();
    if (errno == Errno.EAGAIN || errno == Errno.EOPNOTSUPP || errno == Errno.EINTR) {
      return NOT_NOW;
    }
    throw failure(
        "preadv2", "fd=" + file, "length=" + vector.length(), "position=" + position, "RWF_NOWAIT");
  }

  @Override
  public void fdatasync(Fd file) throws SyscallException {
    if (call(SYS_fdatasync, file.number()) < 0) {
      throw failure("fdatasync", "fd=" + file);
    }
  }
}
