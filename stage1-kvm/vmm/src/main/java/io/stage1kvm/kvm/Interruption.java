package io.stage1kvm.kvm;

import static io.stage1kvm.sys.abi.Kvm.KVM_SET_SIGNAL_MASK;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoctlCalls;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.KvmRun.kvm_run;
import io.stage1kvm.sys.abi.KvmRun.kvm_signal_mask;
import java.nio.ByteBuffer;

/// Ends `KVM_RUN` from outside without a signal handler, which a JVM does not offer. The vCPU's
/// thread keeps a signal blocked, and KVM unblocks it while the guest runs: the signal ends the run
/// with `EINTR`, stays pending because it is blocked again, and is then taken without any handler.
/// Sent before the run begins it waits and ends that run at once, so none is lost.
final class Interruption {

  /// A real-time signal. glibc keeps 32 and 33 for itself, the JVM wakes blocked readers by 62.
  private static final int SIGNAL = 40;

  private static final int MASK_SIZE = Long.BYTES;

  private final ByteBuffer run;
  private final Fd processor;
  private final IoctlCalls ioctls;

  /// The kernel's number of the vCPU's thread, or 0. Under this object's lock: a number whose
  /// thread
  /// has ended may be another thread's, which the signal would kill with the process.
  private int thread;

  /// The memory of the run is gone.
  private boolean closed;

  Interruption(ByteBuffer run, Fd processor, IoctlCalls ioctls) {
    this.run = run;
    this.processor = processor;
    this.ioctls = ioctls;
  }

  void enter() throws SyscallException {
    long blocked = Sys.threads().blockSignal(SIGNAL);
    Struct mask = new Struct(kvm_signal_mask.sizeof + MASK_SIZE);
    mask.putInt32(kvm_signal_mask.len, MASK_SIZE);
    mask.putInt64(kvm_signal_mask.sigset, blocked & ~(1L << (SIGNAL - 1)));
    ioctls.ioctl(processor, KVM_SET_SIGNAL_MASK, mask, "KVM_SET_SIGNAL_MASK", "signal", SIGNAL);
    synchronized (this) {
      thread = Sys.threads().gettid();
    }
  }

  synchronized void leave() {
    thread = 0;
  }

  /// The flag ends a run that is about to begin, also when no thread has entered yet; the signal
  /// ends one that has begun. It comes second: whoever clears the flag too early still gets it.
  synchronized void send() throws SyscallException {
    if (closed) {
      return;
    }
    run.put(kvm_run.immediate_exit, (byte) 1);
    if (thread != 0) {
      Sys.threads().tgkill(thread, SIGNAL);
    }
  }

  synchronized void close() {
    closed = true;
  }

  /// Takes back what has ended the run, in the vCPU's thread.
  void take() throws SyscallException {
    run.put(kvm_run.immediate_exit, (byte) 0);
    boolean taken;
    do { // Signals of this kind queue up.
      taken = Sys.threads().takePending(SIGNAL);
    } while (taken);
  }
}
