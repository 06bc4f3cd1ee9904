package io.stage1kvm.guest;

import io.stage1kvm.guest.channel.StreamSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/// Keeps what it takes; holds up the first write until it is released.
public final class RecordingSink implements StreamSink {
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final CountDownLatch gate;
  private boolean ended;

  private RecordingSink(int gates) {
    gate = new CountDownLatch(gates);
  }

  public static RecordingSink open() {
    return new RecordingSink(0);
  }

  public static RecordingSink blocked() {
    return new RecordingSink(1);
  }

  public void release() {
    gate.countDown();
  }

  @Override
  public void write(byte[] bytes) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    synchronized (this) {
      taken.writeBytes(bytes);
    }
  }

  @Override
  public synchronized void end() {
    ended = true;
  }

  public synchronized String text() {
    return taken.toString(StandardCharsets.UTF_8);
  }

  public synchronized int size() {
    return taken.size();
  }

  public synchronized boolean hasEnded() {
    return ended;
  }
}
