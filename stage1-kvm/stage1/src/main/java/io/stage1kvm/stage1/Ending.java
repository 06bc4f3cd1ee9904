package io.stage1kvm.stage1;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The way out of the JVM. SIGTERM, SIGINT and SIGHUP begin the JVM's shutdown, whose hooks run
/// while all other threads go on: ours asks the pod to stop, waits for the main thread to bring it
/// to its end, and halts with the status that the main thread has found.
///
/// Nothing may keep the JVM from its end: as long as it lives the pod counts as running.
final class Ending {
  /// What an entrypoint does.
  interface Entrypoint {
    /// @return the exit status
    int run() throws Stage1Exception, InterruptedException;
  }

  private static final int NOT_FOUND = -1;

  private static final CountDownLatch FOUND = new CountDownLatch(1);
  private static final AtomicInteger STATUS = new AtomicInteger(NOT_FOUND);

  private Ending() {}

  /// Runs an entrypoint and ends the JVM with its status, or with that of a failure: also of one
  /// that nobody has foreseen, and also when a thread dies of it that the pod depends on.
  ///
  /// @param debug show where a failure comes from
  static void run(Entrypoint entrypoint, boolean debug) {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fail(failure, debug));
    try {
      exit(entrypoint.run());
    } catch (Stage1Exception | InterruptedException | RuntimeException | Error e) {
      fail(e, debug);
    }
  }

  private static void fail(Throwable failure, boolean debug) {
    switch (failure) {
      case Stage1Exception e -> System.err.println("stage1-kvm: " + e.getMessage());
      case InterruptedException e -> System.err.println("stage1-kvm: interrupted");
      default -> System.err.println("stage1-kvm: internal error: " + failure);
    }
    if (debug) {
      failure.printStackTrace();
    }
    exit(failure instanceof Stage1Exception e ? e.status() : Stage1Exception.STATUS);
  }

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
    Runtime.getRuntime().halt(STATUS.get());
  }

  /// Ends the JVM as a failure unless the main thread has found a status in time: it may wait for
  /// somebody who never comes back, such as a terminal that was stopped with ^S. Returns at once.
  static void within(Duration time) {
    Thread.ofPlatform().daemon().name("last-resort").start(() -> awaitEnd(time));
  }

  private static void awaitEnd(Duration time) {
    try {
      if (!FOUND.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        exit(Stage1Exception.STATUS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The first status found counts, also while a signal has begun the JVM's shutdown.
  private static void exit(int found) {
    STATUS.compareAndSet(NOT_FOUND, found);
    FOUND.countDown();
    System.exit(STATUS.get());
  }
}
