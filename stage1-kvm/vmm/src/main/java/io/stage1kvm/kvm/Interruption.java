package io.stage1kvm.kvm;

import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.KvmRun.kvm_run;
import io.stage1kvm.sys.abi.Signal;
import java.nio.ByteBuffer;

/// Ends `KVM_RUN` from outside (KVM API, chapter 5, `immediate_exit`): a flag that ends a run which
/// is about to begin, and a signal that ends one which has begun. The signal itself does nothing:
/// whatever else its thread is doing goes on.
final class Interruption {

  /// Nobody sends it: it was for coprocessors of long ago. A real-time signal would queue up, and
  /// could not be sent at all when the user's queue is full.
  private static final int SIGNAL = Signal.SIGSTKFLT;

  private final ByteBuffer run;

  // Under this object's lock.

  /// The kernel's number of the vCPU's thread, or 0. The number of a thread that has ended may be
  /// that of another one.
  private int thread;

  /// The memory of the run is gone.
  private boolean closed;

  Interruption(ByteBuffer run) {
    this.run = run;
  }

  void enter() throws SyscallException {
    Sys.threads().endWaitingBy(SIGNAL);
    int number = Sys.threads().gettid();
    synchronized (this) {
      thread = number;
    }
  }

  synchronized void leave() {
    thread = 0;
  }

  /// The flag first: when the signal comes the thread may be on its way to the kernel.
  synchronized void send() throws SyscallException {
    if (closed) {
      return;
    }
    run.put(kvm_run.immediate_exit, (byte) 1);
    if (thread != 0) {
      Sys.threads().tgkill(thread, SIGNAL);
    }
  }

  /// Takes the flag back when it, or the signal, has ended a run. With the lock: what was done
  /// before each [#send] is seen after this, even if that one's flag is taken back here too.
  synchronized void take() {
    run.put(kvm_run.immediate_exit, (byte) 0);
  }

  synchronized void close() {
    closed = true;
  }
}
