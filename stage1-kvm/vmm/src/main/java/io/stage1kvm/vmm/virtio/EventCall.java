package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// Something that one thread has another do, and waits for. Its failure is the waiting thread's.
final class EventCall implements EventHandler {

  private final EventHandler action;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile Throwable failure;

  EventCall(EventHandler action) {
    this.action = action;
  }

  @Override
  public boolean run() {
    try {
      action.run();
    } catch (Throwable e) { // Thrown again where the caller is.
      failure = e;
    } finally {
      done.countDown();
    }
    return false;
  }

  /// Lets the waiting thread go though it has not run.
  void release() {
    done.countDown();
  }

  void await() {
    Threads.await(done);
  }

  void rethrow() throws GuestFault {
    if (failure == null) { // A switch over types makes a class when it first runs.
      return;
    }
    switch (failure) {
      case GuestFault fault -> throw fault;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case IOException e -> throw new IllegalStateException(e.getMessage(), e);
      default -> throw new IllegalStateException(failure);
    }
  }
}
