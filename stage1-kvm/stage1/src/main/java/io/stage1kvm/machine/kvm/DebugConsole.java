package io.stage1kvm.machine.kvm;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.IntConsumer;

/// What the kernel says first on its serial port, then on its console, as one stream. For one
/// reading thread.
public final class DebugConsole extends InputStream implements IntConsumer {

  /// More than a kernel says before it has its console. The serial port cannot wait for a reader:
  /// what does not fit is lost.
  private static final int CAPACITY = 256 * 1024;

  private final InputStream console;
  private final byte[] ring = new byte[CAPACITY];
  private int first;
  private int count;
  private boolean ended;

  /// @param console ends with the machine
  public DebugConsole(InputStream console) {
    this.console = console;
    Thread.ofPlatform().daemon().name("console").start(this::pump);
  }

  /// A byte of the serial port, in a vCPU's thread.
  @Override
  public synchronized void accept(int value) {
    if (count < CAPACITY) {
      ring[(first + count) % CAPACITY] = (byte) value;
      count++;
      notifyAll();
    }
  }

  private void pump() {
    byte[] piece = new byte[4096];
    try {
      for (int n = console.read(piece); n >= 0; n = console.read(piece)) {
        put(piece, n);
      }
    } catch (IOException | InterruptedException e) {
      // Nobody reads any more.
    } finally {
      end();
    }
  }

  /// Waits for room: the console's guest can wait.
  private synchronized void put(byte[] piece, int length) throws InterruptedException {
    for (int i = 0; i < length; i++) {
      while (count == CAPACITY) {
        wait();
      }
      accept(piece[i]);
    }
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    try {
      while (count == 0 && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (count == 0) {
      return -1;
    }
    int done = Math.min(length, count);
    for (int i = 0; i < done; i++) {
      target[offset + i] = ring[(first + i) % CAPACITY];
    }
    first = (first + done) % CAPACITY;
    count -= done;
    notifyAll();
    return done;
  }
}
