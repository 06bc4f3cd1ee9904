package io.stage1kvm.stage1;

import java.util.concurrent.CountDownLatch;

/// The way out of the JVM. SIGTERM, SIGINT and SIGHUP begin the JVM's shutdown, whose hooks run
/// while all
/// other threads go on: ours asks the pod to stop, waits for the main thread to bring it to its
/// end, and halts with the
/// status that the main thread has found.
final class Ending {
  private static final CountDownLatch FOUND = new CountDownLatch(1);
  private static volatile int status;

  private Ending() {}

  /// From now on a signal stops the pod instead of killing us.
  ///
  /// @param stop asks for the pod's end; returns at once
  static void onSignal(Runnable stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(stop), "signal"));
  }

  private static void stopAndHalt(Runnable stop) {
    if (FOUND.getCount() == 0) {
      return; // no signal: the main thread exits
    }
    stop.run();
    try {
      FOUND.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    Runtime.getRuntime().halt(status);
  }

  /// Ends the JVM with the pod's status, also while a signal has begun its shutdown.
  static void exit(int found) {
    status = found;
    FOUND.countDown();
    System.exit(found);
  }
}
