package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_fcntl;
import static io.stage1kvm.sys.abi.Syscall.SYS_flock;

import io.stage1kvm.sys.abi.Fcntl;

/// Calls on descriptors and on the lock of an open file.
final class DescriptorCalls {

  private DescriptorCalls() {}

  static void flock(Fd file, int operation) throws SyscallException {
    if (call(SYS_flock, file.number(), operation) < 0) {
      throw failure("flock", "fd=" + file, operation);
    }
  }

  static boolean isCloseOnExec(Fd file) throws SyscallException {
    long flags = call(SYS_fcntl, file.number(), Fcntl.F_GETFD);
    if (flags < 0) {
      throw failure("fcntl", "fd=" + file, "F_GETFD");
    }
    return (flags & Fcntl.FD_CLOEXEC) != 0;
  }

  static void setCloseOnExec(Fd file, boolean closeOnExec) throws SyscallException {
    int flags = closeOnExec ? Fcntl.FD_CLOEXEC : 0;
    if (call(SYS_fcntl, file.number(), Fcntl.F_SETFD, flags) < 0) {
      throw failure("fcntl", "fd=" + file, "F_SETFD", flags);
    }
  }

  static Fd duplicate(Fd file) throws SyscallException {
    long fd = call(SYS_fcntl, file.number(), Fcntl.F_DUPFD_CLOEXEC, 0);
    if (fd < 0) {
      throw failure("fcntl", "fd=" + file, "F_DUPFD_CLOEXEC");
    }
    return Fd.adopt((int) fd);
  }
}
