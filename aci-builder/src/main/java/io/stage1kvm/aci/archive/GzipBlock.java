package io.stage1kvm.aci.archive;

import java.util.Arrays;
import java.util.zip.Deflater;

/// A piece of a gzip stream: what goes in, the window before it, and what comes out.
final class GzipBlock {
  /// Bytes that are compressed at once. Larger ones wait longer for a free core at the end,
  /// smaller ones lose at their borders.
  static final int SIZE = 1 << 18;

  /// As far as deflate looks back (RFC 1951).
  private static final int WINDOW = 1 << 15;

  private final byte[] input = new byte[SIZE];
  private int length;
  private byte[] window = {};
  private byte[] output = new byte[SIZE + (SIZE >> 4)];
  private int outputLength;

  /// Begins anew.
  ///
  /// @param before the block before, full; it may still be in work, since nobody changes its input
  void follow(GzipBlock before) {
    window = Arrays.copyOfRange(before.input, SIZE - WINDOW, SIZE);
    length = 0;
  }

  /// @return how many bytes it took
  int add(byte[] bytes, int offset, int count) {
    int n = Math.min(count, SIZE - length);
    System.arraycopy(bytes, offset, input, length, n);
    length += n;
    return n;
  }

  boolean isFull() {
    return length == SIZE;
  }

  /// Compresses up to a byte's border, so that any other block may follow.
  GzipBlock deflate(Deflater deflater) {
    deflater.reset();
    deflater.setDictionary(window);
    deflater.setInput(input, 0, length);
    outputLength = 0;
    int n;
    do {
      if (outputLength == output.length) {
        output = Arrays.copyOf(output, output.length * 2);
      }
      n = deflater.deflate(output, outputLength, output.length - outputLength, Deflater.SYNC_FLUSH);
      outputLength += n;
    } while (outputLength == output.length);
    return this;
  }

  byte[] output() {
    return output;
  }

  int outputLength() {
    return outputLength;
  }
}
