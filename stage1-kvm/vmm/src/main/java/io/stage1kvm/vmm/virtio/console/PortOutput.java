package io.stage1kvm.vmm.virtio.console;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// What the guest reads from a port: a ring that any thread writes and the event loop empties. The
/// loop is told of bytes when they are flushed, or when the ring is full.
///
/// Locks and positions as in [PortInput], the other way round.
final class PortOutput extends OutputStream {

  static final int CAPACITY = 64 * 1024;

  private static final int MASK = CAPACITY - 1;

  private final Runnable onBytes;
  private final Object writers = new Object();
  private final byte[] ring = new byte[CAPACITY];
  private long filled;
  private long taken;
  private boolean ended;
  private boolean closed;
  private boolean waiting;

  /// @param onBytes called by the writing thread when the loop has something to do
  PortOutput(Runnable onBytes) {
    this.onBytes = onBytes;
  }

  /// Puts bytes into the writable part of a chain, as many as fit; the loop's.
  int take(DescriptorChain chain) throws GuestFault {
    int count;
    synchronized (this) {
      count = (int) Math.min(filled - taken, chain.writableLength());
    }
    int at = (int) taken & MASK;
    int first = Math.min(count, CAPACITY - at);
    chain.write(0, ring, at, first);
    chain.write(first, ring, 0, count - first);
    synchronized (this) {
      taken += count;
      if (waiting && filled - taken <= CAPACITY / 2) {
        waiting = false;
        notifyAll();
      }
    }
    return count;
  }

  /// Whether the loop has nothing to take.
  synchronized boolean isEmpty() {
    return filled == taken;
  }

  /// Whether the loop has nothing to take and never will have.
  synchronized boolean isFinished() {
    return closed && filled == taken;
  }

  /// Nobody will read any more: writers fail.
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    synchronized (writers) {
      for (int done = 0; done < length; ) {
        int count = Math.min(length - done, awaitRoom());
        int at = (int) filled & MASK;
        int first = Math.min(count, CAPACITY - at);
        System.arraycopy(source, offset + done, ring, at, first);
        System.arraycopy(source, offset + done + first, ring, 0, count - first);
        done += count;
        synchronized (this) {
          filled += count;
        }
      }
    }
  }

  @Override
  public void flush() {
    onBytes.run();
  }

  /// The guest sees the end behind what was written.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    onBytes.run();
  }

  /// Room for at least 1 byte.
  private int awaitRoom() throws IOException {
    synchronized (this) {
      requireOpen();
      if (filled - taken < CAPACITY) {
        return CAPACITY - (int) (filled - taken);
      }
    }
    onBytes.run();
    synchronized (this) {
      while (filled - taken == CAPACITY && !ended && !closed) {
        waiting = true;
        Monitors.await(this);
      }
      requireOpen();
      return CAPACITY - (int) (filled - taken);
    }
  }

  private void requireOpen() throws IOException {
    if (closed || ended) {
      String reason = ended ? "the machine has ended" : "the stream is closed";
      throw new IOException("cannot write to the port: " + reason);
    }
  }
}
