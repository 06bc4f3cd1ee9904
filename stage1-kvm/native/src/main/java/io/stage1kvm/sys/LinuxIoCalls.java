package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_pread64;
import static io.stage1kvm.sys.abi.Syscall.SYS_preadv;
import static io.stage1kvm.sys.abi.Syscall.SYS_pwrite64;
import static io.stage1kvm.sys.abi.Syscall.SYS_pwritev;
import static io.stage1kvm.sys.abi.Syscall.SYS_readv;
import static io.stage1kvm.sys.abi.Syscall.SYS_writev;

final class LinuxIoCalls implements IoCalls {

  static final LinuxIoCalls INSTANCE = new LinuxIoCalls();

  private LinuxIoCalls() {}

  @Override
  public long pread(Fd file, long address, long length, long position) throws SyscallException {
    long done = call(SYS_pread64, file.number(), address, length, position);
    return done < 0 ? fail("pread64", file, length, position) : done;
  }

  @Override
  public long pwrite(Fd file, long address, long length, long position) throws SyscallException {
    long done = call(SYS_pwrite64, file.number(), address, length, position);
    return done < 0 ? fail("pwrite64", file, length, position) : done;
  }

  @Override
  public long readv(Fd file, IoVector vector) throws SyscallException {
    long done = call(SYS_readv, file.number(), vector.address(), vector.pieces());
    return done < 0 ? fail("readv", file, vector.length(), 0) : done;
  }

  @Override
  public long writev(Fd file, IoVector vector) throws SyscallException {
    long done = call(SYS_writev, file.number(), vector.address(), vector.pieces());
    return done < 0 ? fail("writev", file, vector.length(), 0) : done;
  }

  // The kernel takes the position in two halves, of which the second is empty on 64 bits.

  @Override
  public long preadv(Fd file, IoVector vector, long position) throws SyscallException {
    long done = call(SYS_preadv, file.number(), vector.address(), vector.pieces(), position, 0);
    return done < 0 ? fail("preadv", file, vector.length(), position) : done;
  }

  @Override
  public long pwritev(Fd file, IoVector vector, long position) throws SyscallException {
    long done = call(SYS_pwritev, file.number(), vector.address(), vector.pieces(), position, 0);
    return done < 0 ? fail("pwritev", file, vector.length(), position) : done;
  }

  private static long fail(String name, Fd file, long length, long position)
      throws SyscallException {
    throw failure(name, "fd=" + file, "length=" + length, "position=" + position);
  }
}
