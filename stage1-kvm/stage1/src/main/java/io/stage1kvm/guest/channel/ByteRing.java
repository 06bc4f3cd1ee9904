package io.stage1kvm.guest.channel;

/// Bytes in the order they came, in an array that grows up to a limit: a peer that sends its window
/// byte by byte makes us hold no more than the window. Not thread-safe.
final class ByteRing {
  private static final int FIRST_CAPACITY = 1024;

  private final int limit;
  private byte[] ring = new byte[0];
  private int start;
  private int size;

  ByteRing(int limit) {
    this.limit = limit;
  }

  int size() {
    return size;
  }

  /// @throws IllegalStateException beyond the limit
  void put(byte[] bytes) {
    int needed = Math.addExact(size, bytes.length);
    if (needed > limit) {
      throw new IllegalStateException("size '" + needed + "' must be within the limit " + limit);
    }
    if (needed > ring.length) {
      grow(needed);
    }
    int end = (int) (((long) start + size) % ring.length);
    int first = Math.min(bytes.length, ring.length - end);
    System.arraycopy(bytes, 0, ring, end, first);
    System.arraycopy(bytes, first, ring, 0, bytes.length - first);
    size = needed;
  }

  /// Takes up to `max` bytes off the front.
  byte[] take(int max) {
    byte[] taken = new byte[Math.min(max, size)];
    copyOut(taken);
    size -= taken.length;
    start = size == 0 ? 0 : (int) (((long) start + taken.length) % ring.length);
    return taken;
  }

  private void grow(int needed) {
    int capacity = Math.max(FIRST_CAPACITY, ring.length);
    while (capacity < needed) {
      capacity *= 2;
    }
    byte[] larger = new byte[Math.min(capacity, limit)];
    copyOut(larger);
    ring = larger;
    start = 0;
  }

  private void copyOut(byte[] target) {
    int wanted = Math.min(target.length, size);
    int first = Math.min(wanted, ring.length - start);
    System.arraycopy(ring, start, target, 0, first);
    System.arraycopy(ring, 0, target, first, wanted - first);
  }
}
