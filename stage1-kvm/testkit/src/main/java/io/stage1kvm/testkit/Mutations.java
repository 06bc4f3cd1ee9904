package io.stage1kvm.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Changes bytes as someone would who wants a parser to slip: single bits, edge values where
/// numbers stand, pieces copied to elsewhere, a shorter file.
public final class Mutations {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    0x7f,
    0x80,
    0xff,
    0x1000,
    0xffff,
    0x10_0000,
    0x100_0000,
    0x7fff_ffff,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -4096
  };

  private final SplittableRandom random;

  public Mutations(SplittableRandom random) {
    this.random = random;
  }

  /// @param hot only bytes before this are changed
  public byte[] of(byte[] original, int hot) {
    byte[] bytes =
        random.nextInt(16) == 0
            ? Arrays.copyOf(original, random.nextInt(original.length + 1))
            : original.clone();
    int limit = Math.min(hot, bytes.length);
    for (int i = limit == 0 ? 0 : 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(limit);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> edge(bytes, at & -4);
        default -> {
          int length = random.nextInt(Math.min(64, limit - at) + 1);
          System.arraycopy(bytes, random.nextInt(limit - length + 1), bytes, at, length);
        }
      }
    }
    return bytes;
  }

  /// A number of 1, 2, 4 or 8 bytes near an edge, in either byte order.
  private void edge(byte[] bytes, int at) {
    long value = EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
    int size = 1 << random.nextInt(4);
    boolean bigEndian = random.nextInt(4) == 0;
    for (int i = 0; i < size; i++) {
      int place = bigEndian ? at + size - 1 - i : at + i;
      if (place < bytes.length) {
        bytes[place] = (byte) value;
      }
      value >>= 8;
    }
  }
}
