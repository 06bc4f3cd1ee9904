package io.stage1kvm.testkit;

import java.time.Duration;
import java.util.function.Consumer;

/// Notices a step that does not end. Such a step cannot be stopped from outside, so the process
/// ends, after it has told which step it is and where.
final class Watch implements AutoCloseable {

  /// Steps take microseconds; what takes so long on the slowest host has no end.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Thread watched = Thread.currentThread();
  private final String name;
  private final Duration patience;
  private final Consumer<String> alarm;
  private final Thread thread;
  private volatile long step;

  Watch(String name, Duration patience, Consumer<String> alarm) {
    this.name = name;
    this.patience = patience;
    this.alarm = alarm;
    thread = Thread.ofPlatform().daemon().name("fuzz-watch").unstarted(this::watch);
  }

  static Watch start(String name) {
    Watch watch = new Watch(name, PATIENCE, Watch::die);
    watch.start();
    return watch;
  }

  void start() {
    thread.start();
  }

  void beginStep(long number) {
    step = number;
  }

  private void watch() {
    try {
      while (true) {
        long before = step;
        Thread.sleep(patience);
        if (step == before) {
          alarm.accept(report(before));
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The steps have ended.
    }
  }

  private String report(long number) {
    StringBuilder text = new StringBuilder("escape: fuzz ").append(name);
    text.append(", step ").append(number);
    text.append(" has not ended after ").append(patience.toSeconds()).append(" s");
    for (StackTraceElement element : watched.getStackTrace()) {
      text.append("\n    at ").append(element);
    }
    return text.toString();
  }

  private static void die(String report) {
    System.err.println(report);
    System.err.flush();
    Runtime.getRuntime().halt(1);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
