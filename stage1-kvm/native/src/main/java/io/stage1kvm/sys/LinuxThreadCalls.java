package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_getpid;
import static io.stage1kvm.sys.abi.Syscall.SYS_gettid;
import static io.stage1kvm.sys.abi.Syscall.SYS_rt_sigprocmask;
import static io.stage1kvm.sys.abi.Syscall.SYS_rt_sigtimedwait;
import static io.stage1kvm.sys.abi.Syscall.SYS_tgkill;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Signal;
import io.stage1kvm.sys.jna.LibC;
import java.lang.ref.Reference;

final class LinuxThreadCalls implements ThreadCalls {

  static final LinuxThreadCalls INSTANCE = new LinuxThreadCalls();

  /// The kernel's `sigset_t` has 64 bits.
  private static final int MASK = Long.BYTES;

  private static final int TIMESPEC = 16;

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

  // A few bytes for each call instead of the thread's scratch memory, which is large: there may be
  // many threads that make no other calls.

  @Override
  public long blockSignal(int signal) throws SyscallException {
    Struct masks = new Struct(2 * MASK);
    masks.putInt64(0, bit(signal));
    long old = masks.address() + MASK;
    long result = call(SYS_rt_sigprocmask, Signal.SIG_BLOCK, masks.address(), old, MASK);
    Reference.reachabilityFence(masks);
    if (result < 0) {
      throw failure("rt_sigprocmask", "SIG_BLOCK", "signal=" + signal);
    }
    return masks.int64(MASK) | bit(signal);
  }

  @Override
  public boolean takePending(int signal) throws SyscallException {
    Struct arguments = new Struct(MASK + TIMESPEC);
    arguments.putInt64(0, bit(signal));
    long timeout = arguments.address() + MASK; // Zero: it does not wait.
    long result = call(SYS_rt_sigtimedwait, arguments.address(), 0, timeout, MASK);
    Reference.reachabilityFence(arguments);
    if (result >= 0) {
      return true;
    }
    int errno = LibC.errno();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return false;
    }
    throw new SyscallException(Text.call("rt_sigtimedwait", "signal=" + signal), errno);
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }
}
