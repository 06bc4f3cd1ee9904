package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import java.util.ArrayList;
import java.util.List;

/// The tasks that threads want the event loop to run, and the bell that ends its sleep: it is rung
/// once per sleep, so that waking a busy loop costs no system call.
final class WakeQueue implements AutoCloseable {

  private final Fd bell;
  private final List<EventCall> calls = new ArrayList<>();
  private List<EventTask> woken = new ArrayList<>();
  private List<EventTask> taken = new ArrayList<>();
  private boolean asleep;
  private boolean closing;

  WakeQueue() throws SyscallException {
    bell = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
  }

  /// Becomes readable for each ring; never drained.
  Fd bell() {
    return bell;
  }

  synchronized void add(EventTask task) {
    woken.add(task);
    if (asleep) {
      ring();
    }
  }

  /// A thread will wait for a call; false if the loop does not take any more.
  synchronized boolean begin(EventCall call) {
    return !closing && calls.add(call);
  }

  synchronized void end(EventCall call) {
    calls.remove(call);
  }

  /// The loop is about to wait for its descriptors; whether it may. From here on the bell is rung.
  synchronized boolean sleep() {
    asleep = woken.isEmpty() && !closing;
    return asleep;
  }

  /// The tasks until now, for as long as the loop's turn; later ones are for the next turn.
  synchronized List<EventTask> wakeUp() {
    asleep = false;
    taken.clear();
    List<EventTask> ready = woken;
    woken = taken;
    taken = ready;
    return ready;
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /// The loop is to end.
  synchronized void shut() {
    closing = true;
    if (asleep) {
      ring();
    }
  }

  /// Nobody will do what threads still wait for.
  synchronized void releaseCalls() {
    closing = true;
    calls.forEach(EventCall::release);
  }

  @Override
  public synchronized void close() throws SyscallException {
    asleep = false;
    bell.close();
  }

  private void ring() {
    asleep = false;
    try {
      Sys.events().signal(bell, 1);
    } catch (SyscallException e) {
      throw new IllegalStateException(e.getMessage(), e); // A counter that never gets full.
    }
  }
}
