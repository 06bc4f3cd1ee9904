package io.stage1kvm.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;

/// Reads the output of a pod at some 20 MB/s and can stop. Keeps a hash of the lines of the app
/// `flood` and the times of those of `ticks`.
final class SlowReader {
  private static final int PORTION = 1 << 19;
  private static final long PAUSE_MS = 25;

  private final InputStream in;
  private final MessageDigest digest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final CountDownLatch flooding = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().unstarted(this::read);
  private volatile boolean paused;
  private int floodLines;
  private int ticks;
  private boolean ordered = true;
  private long lastTick;
  private double longestSilence;
  private double paceSeconds;

  SlowReader(InputStream in) {
    this.in = in;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void start() {
    thread.start();
  }

  void awaitFlood() throws InterruptedException {
    flooding.await();
  }

  void pause() {
    paused = true;
  }

  void proceed() {
    paused = false;
  }

  void join() throws InterruptedException {
    thread.join(Times.limit(Duration.ofSeconds(200)));
    if (thread.isAlive()) {
      throw new AssertionError("the output does not end: " + this);
    }
  }

  private void read() {
    byte[] buffer = new byte[PORTION];
    long begin = System.nanoTime();
    try {
      for (int n = in.read(buffer); n >= 0; n = in.readNBytes(buffer, 0, 1 + available())) {
        if (n == 0) {
          break;
        }
        split(buffer, n);
        rest();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      flooding.countDown();
    }
    paceSeconds = (System.nanoTime() - begin) / 1e9;
  }

  private int available() throws IOException {
    return Math.clamp(in.available(), 0, PORTION - 1);
  }

  private void rest() {
    Running.pause(PAUSE_MS);
    while (paused) {
      Running.pause(PAUSE_MS);
      lastTick = 0;
    }
  }

  private void split(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i - start);
        start = i + 1;
        take(OutputLine.parse(line.toString(StandardCharsets.UTF_8)));
        line.reset();
      }
    }
    line.write(bytes, start, length - start);
  }

  private void take(OutputLine next) {
    if (next.app().equals("flood")) {
      floodLines++;
      digest.update((next.text() + "\n").getBytes(StandardCharsets.UTF_8));
      flooding.countDown();
      return;
    }
    ordered &= next.text().equals("tick " + ++ticks);
    long now = System.nanoTime();
    if (lastTick != 0) {
      longestSilence = Math.max(longestSilence, (now - lastTick) / 1e9);
    }
    lastTick = now;
  }

  int floodLines() {
    return floodLines;
  }

  String floodHash() {
    return HexFormat.of().formatHex(digest.digest());
  }

  boolean ticksAreInOrder() {
    return ordered && ticks > 0;
  }

  double longestSilenceOfTicks() {
    return longestSilence;
  }

  @Override
  public String toString() {
    return "%d lines in %.1f s, %d ticks, at most %.2f s without one"
        .formatted(floodLines, paceSeconds, ticks, longestSilence);
  }
}
