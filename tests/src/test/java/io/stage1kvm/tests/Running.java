package io.stage1kvm.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A command that runs. What it writes is collected as it comes.
final class Running implements AutoCloseable {
  private final List<String> words;
  private final Process process;
  private final Duration limit;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Thread outReader;
  private final Thread errReader;

  Running(List<String> words, Process process, Duration limit) {
    this.words = words;
    this.process = process;
    this.limit = limit;
    this.outReader = reader(process.getInputStream(), out);
    this.errReader = reader(process.getErrorStream(), err);
  }

  /// A read from a pipe holds the carrier of a virtual thread: two pods would stop all others.
  private static Thread reader(InputStream in, ByteArrayOutputStream into) {
    return Thread.ofPlatform().daemon().start(() -> collect(in, into));
  }

  private static void collect(InputStream in, ByteArrayOutputStream into) {
    byte[] buffer = new byte[65536];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (into) {
          into.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      return; // it was killed: what has been read counts
    }
  }

  Process process() {
    return process;
  }

  Running write(String text) {
    return write(text.getBytes(StandardCharsets.UTF_8));
  }

  Running write(byte[] bytes) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(bytes);
      in.flush();
    } catch (IOException e) {
      return this; // it has ended without reading all of it: its status tells
    }
    return this;
  }

  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      return; // it has ended already
    }
  }

  /// What it has written to its standard output so far.
  String outSoFar() {
    synchronized (out) {
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  String errSoFar() {
    synchronized (err) {
      return err.toString(StandardCharsets.UTF_8);
    }
  }

  /// Waits until the output holds a text.
  Running awaitOut(String text) {
    long end = System.nanoTime() + limit.toNanos();
    while (!outSoFar().contains(text)) {
      boolean over = !process.isAlive() && !outReader.isAlive();
      if ((over || System.nanoTime() > end) && !outSoFar().contains(text)) {
        throw failure("no '" + text + "' in the output of");
      }
      pause(20);
    }
    return this;
  }

  /// Waits for its end.
  Outcome await() {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        AssertionError failure = failure("still runs after " + limit + ":");
        close();
        throw failure;
      }
      outReader.join(10_000);
      errReader.join(10_000);
    } catch (InterruptedException e) {
      close(); // the test is over its time: nothing of it may slow the next ones
      throw new IllegalStateException(e);
    }
    synchronized (out) {
      synchronized (err) {
        return new Outcome(words, process.exitValue(), out.toByteArray(), err.toByteArray());
      }
    }
  }

  private AssertionError failure(String what) {
    String all = "%s %s%n--- stdout%n%s--- stderr%n%s";
    return new AssertionError(all.formatted(what, String.join(" ", words), outSoFar(), errSoFar()));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
