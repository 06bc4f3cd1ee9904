package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.abi.Syscall.SYS_ioctl;

import io.stage1kvm.sys.jna.LibC;
import java.lang.ref.Reference;

final class LinuxIoctlCalls implements IoctlCalls {

  static final LinuxIoctlCalls INSTANCE = new LinuxIoctlCalls();

  private LinuxIoctlCalls() {}

  @Override
  public long ioctl(Fd file, int request, long argument, String name, Object... details)
      throws SyscallException {
    long result = call(SYS_ioctl, file.number(), Integer.toUnsignedLong(request), argument);
    return result < 0 ? fail(name, details) : result;
  }

  @Override
  public long ioctl(Fd file, int request, Struct argument, String name, Object... details)
      throws SyscallException {
    long unsigned = Integer.toUnsignedLong(request);
    long result = call(SYS_ioctl, file.number(), unsigned, argument.address());
    // The collector must not free the memory while the kernel uses it.
    Reference.reachabilityFence(argument);
    return result < 0 ? fail(name, details) : result;
  }

  @Override
  public int request(Fd file, int request) {
    int result = (int) call(SYS_ioctl, file.number(), Integer.toUnsignedLong(request));
    return result < 0 ? -LibC.errno() : result;
  }

  private static long fail(String name, Object... details) throws SyscallException {
    int errno = LibC.errno();
    throw new SyscallException(Text.ioctl(name, details), errno);
  }
}
