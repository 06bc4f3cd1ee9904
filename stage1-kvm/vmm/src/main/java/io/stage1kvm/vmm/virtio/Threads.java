package io.stage1kvm.vmm.virtio;

import java.util.concurrent.CountDownLatch;

/// Waiting that an interrupt does not end; the thread keeps its interrupted mark.
public final class Threads {

  private interface Waiting {
    void run() throws InterruptedException;
  }

  private Threads() {}

  /// Waits for a thread's end; not at all for one that was never started.
  public static void join(Thread thread) {
    patiently(thread::join);
  }

  static void await(CountDownLatch latch) {
    patiently(latch::await);
  }

  private static void patiently(Waiting waiting) {
    boolean interrupted = false;
    while (true) {
      try {
        waiting.run();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
