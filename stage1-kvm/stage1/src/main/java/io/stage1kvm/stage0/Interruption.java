package io.stage1kvm.stage0;

/// SIGINT and SIGTERM while a command works: it is interrupted and given time to undo what it did,
/// such as the mounts of a pod that was not handed over.
final class Interruption {
  private static final long PATIENCE_MILLIS = 10_000;

  private Interruption() {}

  static void install(Thread worker) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(worker), "interruption"));
  }

  /// After a normal end the worker is the one that waits for this hook, in exit.
  private static void interrupt(Thread worker) {
    if (isExiting(worker)) {
      return;
    }
    worker.interrupt();
    try {
      long end = System.currentTimeMillis() + PATIENCE_MILLIS;
      while (worker.isAlive() && !isExiting(worker) && System.currentTimeMillis() < end) {
        Thread.sleep(10);
      }
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isExiting(Thread worker) {
    for (StackTraceElement frame : worker.getStackTrace()) {
      if (frame.getClassName().equals("java.lang.Shutdown")
          || frame.getClassName().equals("java.lang.Runtime")
              && frame.getMethodName().equals("exit")) {
        return true;
      }
    }
    return false;
  }
}
