package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.*;

final class LinuxProcessCalls implements ProcessCalls {

  static final LinuxProcessCalls INSTANCE = new LinuxProcessCalls();

  private LinuxProcessCalls() {}

  @Override
  public int getpid() {
    return (int) call(SYS_getpid);
  }

  @Override
  public int getppid() {
    return (int) call(SYS_getppid);
  }

  @Override
  public int getuid() {
    return (int) call(SYS_getuid);
  }

  @Override
  public int geteuid() {
    return (int) call(SYS_geteuid);
  }

  @Override
  public void kill(int pid, int signal) throws SyscallException {
    if (call(SYS_kill, pid, signal) < 0) {
      throw failure("kill", "pid=" + pid, "signal=" + signal);
    }
  }

  @Override
  public int prctl(int operation, long argument) throws SyscallException {
    long result = call(SYS_prctl, operation, argument);
    if (result < 0) {
      throw failure("prctl", operation, "0x" + Long.toHexString(argument));
    }
    return (int) result;
  }

  @Override
  public int umask(int mask) {
    return (int) call(SYS_umask, mask);
  }
}
