package io.stage1kvm.aci.archive;

import io.stage1kvm.aci.deflate.Deflate;

/// A piece of a gzip stream: what goes in, with the window before it, and what comes out.
final class GzipBlock {
  /// Bytes that are compressed at once. Larger ones wait longer for a free core at the end,
  /// smaller ones lose at their borders.
  static final int SIZE = 1 << 18;

  private final byte[] input = new byte[Deflate.WINDOW + SIZE + Deflate.TAIL];
  private final byte[] output = new byte[Deflate.room(SIZE)];
  private int start;
  private int end;
  private int outputLength;

  /// Begins anew.
  ///
  /// @param before the block before, full; it may still be in work, since nobody changes its input
  void follow(GzipBlock before) {
    System.arraycopy(before.input, before.end - Deflate.WINDOW, input, 0, Deflate.WINDOW);
    start = Deflate.WINDOW;
    end = start;
  }

  /// @return how many bytes it took
  int add(byte[] bytes, int offset, int count) {
    int n = Math.min(count, start + SIZE - end);
    System.arraycopy(bytes, offset, input, end, n);
    end += n;
    return n;
  }

  boolean isFull() {
    return end - start == SIZE;
  }

  GzipBlock compress(Deflate deflate) {
    outputLength = deflate.compress(input, start, end, output);
    return this;
  }

  byte[] output() {
    return output;
  }

  int outputLength() {
    return outputLength;
  }
}
