package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_getpid;
import static io.stage1kvm.sys.abi.Syscall.SYS_gettid;
import static io.stage1kvm.sys.abi.Syscall.SYS_rt_sigaction;
import static io.stage1kvm.sys.abi.Syscall.SYS_tgkill;

import io.stage1kvm.sys.abi.Sigaction;
import io.stage1kvm.sys.abi.Sigaction.sigaction;
import io.stage1kvm.sys.abi.Signal;
import io.stage1kvm.sys.jna.LibC;
import java.lang.ref.Reference;

final class LinuxThreadCalls implements ThreadCalls {

  static final LinuxThreadCalls INSTANCE = new LinuxThreadCalls();

  /// Bytes of the kernel's `sigset_t`.
  private static final int MASK = Long.BYTES;

  /// A function of libc that may be called in a signal handler, and does nothing that anyone sees.
  private static final String HARMLESS = "getppid";

  private LinuxThreadCalls() {}

  @Override
  public int gettid() {
    return (int) call(SYS_gettid);
  }

  @Override
  public void tgkill(int thread, int signal) throws SyscallException {
    if (call(SYS_tgkill, call(SYS_getpid), thread, signal) < 0) {
      throw failure("tgkill", "thread=" + thread, "signal=" + signal);
    }
  }

  /// No Java code runs in a handler: the kernel calls a function of libc, and returns through the
  /// piece of libc that the JVM's own handlers return through.
  @Override
  public void endWaitingBy(int signal) throws SyscallException {
    Struct action = new Struct(sigaction.sizeof);
    rtSigaction(Signal.SIGSEGV, 0, action.address());
    long restorer = action.int64(sigaction.sa_restorer);
    if ((action.int64(sigaction.sa_flags) & Sigaction.SA_RESTORER) == 0 || restorer == 0) {
      throw new IllegalStateException("the JVM must handle SIGSEGV");
    }
    action.putInt64(sigaction.sa_handler, LibC.function(HARMLESS));
    action.putInt64(sigaction.sa_flags, Sigaction.SA_RESTORER | Sigaction.SA_RESTART);
    action.putInt64(sigaction.sa_mask, 0);
    rtSigaction(signal, action.address(), 0);
    Reference.reachabilityFence(action);
  }

  private static void rtSigaction(int signal, long newAction, long oldAction)
      throws SyscallException {
    if (call(SYS_rt_sigaction, signal, newAction, oldAction, MASK) < 0) {
      throw failure("rt_sigaction", "signal=" + signal);
    }
  }
}
