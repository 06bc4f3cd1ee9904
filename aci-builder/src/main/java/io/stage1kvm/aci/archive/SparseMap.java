package io.stage1kvm.aci.archive;

import java.util.Arrays;

/// Where in a file its bytes lie. What is between them, and after the last, are holes: zeros that
/// take no room.
///
/// Pieces are in order, apart from each other and not empty. A file without holes is one piece.
public final class SparseMap {
  /// Offset and length of each piece, in turn.
  private final long[] pieces;

  private final long size;
  private final long stored;

  private SparseMap(long[] pieces, long size) {
    this.pieces = pieces;
    this.size = size;
    long sum = 0;
    for (int i = 1; i < pieces.length; i += 2) {
      sum += pieces[i];
    }
    this.stored = sum;
  }

  /// @return the map of a file without holes
  public static SparseMap dense(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size '%d' must not be negative".formatted(size));
    }
    return new SparseMap(size == 0 ? new long[0] : new long[] {0, size}, size);
  }

  /// @param size bytes with the holes
  /// @param pieces offset and length of each piece, in turn; empty ones are left out, those that
  ///     touch are joined
  /// @throws IllegalArgumentException unless they are in order, apart and within the size
  public static SparseMap of(long size, long... pieces) {
    long[] joined = new long[pieces.length];
    int count = 0;
    long end = 0;
    for (int i = 0; i + 1 < pieces.length; i += 2) {
      long offset = pieces[i];
      long length = pieces[i + 1];
      if (offset < end || length < 0 || offset > size || length > size - offset) {
        throw new IllegalArgumentException(
            "piece %d of %d bytes at %d does not fit".formatted(i / 2, length, offset));
      }
      if (count > 0 && offset == end && length > 0) {
        joined[count - 1] += length;
      } else if (length > 0) {
        joined[count++] = offset;
        joined[count++] = length;
      }
      end = offset + length;
    }
    return new SparseMap(Arrays.copyOf(joined, count), size);
  }

  /// Bytes of the file, holes included.
  public long size() {
    return size;
  }

  /// Bytes of all pieces.
  public long stored() {
    return stored;
  }

  public boolean hasHoles() {
    return stored < size;
  }

  /// The number of pieces.
  public int count() {
    return pieces.length / 2;
  }

  public long offset(int piece) {
    return pieces[2 * piece];
  }

  public long length(int piece) {
    return pieces[2 * piece + 1];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseMap that
        && size == that.size
        && Arrays.equals(pieces, that.pieces);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + Arrays.hashCode(pieces);
  }

  @Override
  public String toString() {
    return hasHoles() ? "%d of %d bytes".formatted(stored, size) : size + " bytes";
  }
}
