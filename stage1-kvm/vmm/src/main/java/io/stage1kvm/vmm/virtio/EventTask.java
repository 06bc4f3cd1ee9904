package io.stage1kvm.vmm.virtio;

import java.util.concurrent.atomic.AtomicBoolean;

/// A handler that any thread can have called in the event loop's thread. Made by
/// [EventLoop#task].
public final class EventTask {

  static final long NEVER = Long.MAX_VALUE;

  private final EventLoop loop;
  private final EventHandler handler;
  private final AtomicBoolean woken = new AtomicBoolean();
  private long deadline = NEVER;
  private boolean dead;

  EventTask(EventLoop loop, EventHandler handler) {
    this.loop = loop;
    this.handler = handler;
  }

  /// Has it called soon: once, however often it was asked for before. All that the waking thread
  /// has done before is seen by the handler.
  public void wake() {
    if (!woken.getAndSet(true)) {
      loop.add(this);
    }
  }

  /// Has it called after a time, in place of an earlier wish. In the event loop's thread.
  public void wakeAfter(long nanos) {
    loop.requireOwner();
    deadline = loop.now() + nanos;
    loop.addTimer(this);
  }

  /// The time of the loop's clock, or [#NEVER].
  long deadline() {
    return deadline;
  }

  void clearDeadline() {
    deadline = NEVER;
  }

  /// Calls the handler, in the event loop's thread.
  void run() {
    // Before the handler looks, so that what comes while it runs calls it again.
    woken.set(false);
    if (dead) {
      return;
    }
    try {
      if (handler.run()) {
        wake();
      }
    } catch (Throwable e) { // The border of the event loop: nothing may end it.
      dead = true;
      loop.report(e);
    }
  }

  boolean isDead() {
    return dead;
  }

  /// Never calls it again. In the event loop's thread.
  public void cancel() {
    loop.requireOwner();
    dead = true;
    deadline = NEVER;
  }
}
