package io.stage1kvm.sys;

import io.stage1kvm.sys.jna.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A list of pieces of memory (`struct iovec[]`), made once and filled again for each call. For one
/// thread at a time; it does not keep the memory that it points to.
public final class IoVector {

  /// `IOV_MAX`: what one call takes.
  public static final int MAX_PIECES = 1024;

  private static final int SIZE = 16;

  private final ByteBuffer memory;
  private final long address;
  private int pieces;
  private long length;

  /// @param capacity pieces, at most [#MAX_PIECES]
  public IoVector(int capacity) {
    if (capacity < 1 || capacity > MAX_PIECES) {
      throw new IllegalArgumentException("capacity '" + capacity + "' must be 1 to " + MAX_PIECES);
    }
    memory = ByteBuffer.allocateDirect(capacity * SIZE).order(ByteOrder.nativeOrder());
    address = LibC.address(memory);
  }

  /// Forgets all pieces.
  public void clear() {
    pieces = 0;
    length = 0;
  }

  /// Whether another piece has room.
  public boolean isFull() {
    return pieces * SIZE == memory.capacity();
  }

  /// @param at from [Mapping#address]
  public void add(long at, long size) {
    memory.putLong(pieces * SIZE, at);
    memory.putLong(pieces * SIZE + 8, size);
    pieces++;
    length += size;
  }

  /// Drops bytes from the front: what a call has done of the vector.
  public void skip(long bytes) {
    if (bytes < 0 || bytes > length) {
      throw new IllegalArgumentException("bytes '" + bytes + "' must be at most " + length);
    }
    long rest = bytes;
    int kept = 0;
    for (int i = 0; i < pieces; i++) {
      long size = memory.getLong(i * SIZE + 8);
      long dropped = Math.min(rest, size);
      rest -= dropped;
      if (dropped < size) {
        memory.putLong(kept * SIZE, memory.getLong(i * SIZE) + dropped);
        memory.putLong(kept * SIZE + 8, size - dropped);
        kept++;
      }
    }
    pieces = kept;
    length -= bytes;
  }

  /// Bytes of all pieces.
  public long length() {
    return length;
  }

  public int pieces() {
    return pieces;
  }

  long address() {
    return address;
  }
}
