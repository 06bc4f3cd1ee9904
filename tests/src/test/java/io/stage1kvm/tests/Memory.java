package io.stage1kvm.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Watches the resident memory of a process, in bytes. What it shares as a memory file is left out:
/// the guest's memory is one, and with our own monitor it is in the same process.
final class Memory implements AutoCloseable {
  private static final long PERIOD_MS = 100;

  private final Path status;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::watch);
  private volatile boolean closed;
  private volatile long last;
  private volatile long first;
  private volatile long peak;

  private Memory(long pid) {
    this.status = Path.of("/proc", Long.toString(pid), "status");
  }

  static Memory watch(long pid) {
    Memory memory = new Memory(pid);
    memory.thread.start();
    return memory;
  }

  private void watch() {
    while (!closed) {
      try {
        last = resident();
        peak = Math.max(peak, last);
      } catch (IOException e) {
        return; // it has ended
      }
      Running.pause(PERIOD_MS);
    }
  }

  private long resident() throws IOException {
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssFile:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        * 1024;
  }

  /// From now on growth counts.
  void begin() {
    first = last;
  }

  long peak() {
    return peak;
  }

  long growth() {
    return peak - first;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "memory of the JVM: %d KiB, at most %d KiB".formatted(first / 1024, peak / 1024);
  }
}
