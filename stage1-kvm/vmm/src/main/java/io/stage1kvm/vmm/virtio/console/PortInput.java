package io.stage1kvm.vmm.virtio.console;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// What the guest writes into a port: a ring that the event loop fills and any thread reads.
///
/// Only the loop moves `filled` and only readers move `taken`, both under the object's lock; the
/// bytes between them are copied outside of it, so that a reader never keeps the loop waiting.
final class PortInput extends InputStream {

  static final int CAPACITY = 64 * 1024;

  private static final int MASK = CAPACITY - 1;

  private final Runnable onSpace;
  private final Object readers = new Object();
  private final byte[] ring = new byte[CAPACITY];
  private long filled;
  private long taken;
  private boolean ended;
  private boolean closed;
  private boolean full;
  private boolean waiting;

  /// @param onSpace called by the reading thread when the loop, which found the ring full, may go
  ///     on
  PortInput(Runnable onSpace) {
    this.onSpace = onSpace;
  }

  /// Takes readable bytes of a chain, as many as fit; the loop's. If nobody reads any more, takes
  /// them all for nothing.
  ///
  /// @param offset less than the readable bytes
  /// @return how many; 0 if there is no room, then `onSpace` is called when there is
  long put(DescriptorChain chain, long offset) throws GuestFault {
    int at;
    int room;
    synchronized (this) {
      if (closed || ended) {
        return chain.readableLength() - offset;
      }
      room = CAPACITY - (int) (filled - taken);
      full = room == 0;
      at = (int) filled & MASK;
    }
    int first = Math.min(room, CAPACITY - at);
    int done = chain.read(offset, ring, at, first);
    if (done == first && done < room) {
      done += chain.read(offset + done, ring, 0, room - done);
    }
    synchronized (this) {
      filled += done;
    }
    return done;
  }

  /// Wakes a reader if there is something for it; the loop's, after a number of [#put].
  synchronized void announce() {
    if (waiting && filled != taken) {
      waiting = false;
      notifyAll();
    }
  }

  /// Nothing will come any more; readers get what is left.
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    synchronized (readers) {
      int count = Math.min(length, awaitBytes());
      if (count == 0) {
        return -1;
      }
      int at = (int) taken & MASK;
      int first = Math.min(count, CAPACITY - at);
      System.arraycopy(ring, at, target, offset, first);
      System.arraycopy(ring, 0, target, offset + first, count - first);
      if (take(count)) {
        onSpace.run();
      }
      return count;
    }
  }

  @Override
  public synchronized int available() {
    return (int) (filled - taken);
  }

  /// What the guest writes from now on is dropped.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    onSpace.run();
  }

  private synchronized int awaitBytes() throws IOException {
    while (filled == taken && !ended && !closed) {
      waiting = true;
      Monitors.await(this);
    }
    if (closed) {
      throw new IOException("cannot read from the port: the stream is closed");
    }
    return (int) (filled - taken);
  }

  /// Whether the loop is to be woken: only once half is free, so that it moves large pieces.
  private synchronized boolean take(int count) {
    taken += count;
    boolean wake = full && filled - taken <= CAPACITY / 2;
    full &= !wake;
    return wake;
  }
}
