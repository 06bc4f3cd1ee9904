package io.stage1kvm.vmm.virtio.block;

import io.stage1kvm.vmm.virtio.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Threads that wait for the disk so that the event loop need not. They are made when there is work
/// for one more of them.
///
/// A request belongs to them from [#submit] until [#takeDone] gives it back.
final class BlockWorkers {

  /// A request with how it ended.
  static final class Work {
    final BlockRequest request;
    byte status;
    Throwable failure;

    Work(BlockRequest request) {
      this.request = request;
    }
  }

  /// Enough to keep a disk busy; each costs some 100 KiB once it runs.
  private static final int MOST_THREADS = 4;

  private static final int STACK = 256 << 10;

  private final DiskFile disk;
  private final Runnable wake;
  private final List<Thread> threads = new ArrayList<>();

  // Under this object's lock.
  private final ArrayDeque<Work> waiting = new ArrayDeque<>();
  private final ArrayDeque<Work> done = new ArrayDeque<>();
  private int idle;
  private int running;
  private boolean closing;

  private volatile boolean cancelled;

  /// @param wake called by the threads when there is something to take
  BlockWorkers(DiskFile disk, Runnable wake) {
    this.disk = disk;
    this.wake = wake;
  }

  /// Has a request done. In the event loop's thread.
  synchronized void submit(Work work) {
    waiting.add(work);
    if (waiting.size() > idle && threads.size() < MOST_THREADS) {
      Thread thread = new Thread(null, this::serve, "block-" + threads.size(), STACK, false);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    } else {
      notify();
    }
  }

  /// The next request that is done, or null.
  synchronized Work takeDone() {
    return done.poll();
  }

  /// Waits for the end of all requests and forgets them, those that have not begun without doing
  /// them. An interrupt does not end the waiting: the thread keeps its mark.
  void drop() {
    boolean interrupted = false;
    cancelled = true;
    synchronized (this) {
      waiting.clear();
      while (running > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      done.clear();
    }
    cancelled = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the threads.
  void close() {
    drop();
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    threads.forEach(Threads::join);
  }

  private void serve() {
    BlockTransfer transfer = new BlockTransfer(disk);
    BooleanSupplier isCancelled = () -> cancelled;
    for (Work work = next(null); work != null; work = next(work)) {
      try {
        work.failure = null;
        work.status = transfer.run(work.request, isCancelled);
      } catch (Throwable e) { // Thrown again in the event loop.
        work.failure = e;
      }
    }
  }

  /// Gives back what is done and takes what is next; null at the end.
  private Work next(Work finished) {
    if (finished != null && finish(finished)) {
      wake.run();
    }
    synchronized (this) {
      while (waiting.isEmpty()) {
        if (closing) {
          return null;
        }
        idle++;
        await();
        idle--;
      }
      running++;
      return waiting.remove();
    }
  }

  private synchronized boolean finish(Work work) {
    running--;
    done.add(work);
    if (cancelled) {
      notifyAll();
    }
    return done.size() == 1; // Otherwise the loop was woken and has not come yet.
  }

  /// Waits. Nobody interrupts these threads.
  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
