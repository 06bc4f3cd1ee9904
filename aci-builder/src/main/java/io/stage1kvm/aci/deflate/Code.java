package io.stage1kvm.aci.deflate;

import java.util.Arrays;

/// A prefix code, made of how often each symbol comes (RFC 1951, 3.2.2).
final class Code {
  private static final int MAX_BITS = 15;

  private final int maxBits;
  private final int[] codes;
  private final byte[] lengths;

  /// Symbols in use, rarest first: the frequency in the upper bits, the symbol in the lower 16.
  private final long[] sorted;

  private final long[] tree;
  private final int[] perLength = new int[MAX_BITS + 2];

  Code(int symbols, int maxBits) {
    this.maxBits = maxBits;
    codes = new int[symbols];
    lengths = new byte[symbols];
    sorted = new long[symbols];
    tree = new long[symbols];
  }

  /// The code of the given lengths.
  static Code of(byte[] lengths) {
    Code code = new Code(lengths.length, MAX_BITS);
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      code.lengths[symbol] = lengths[symbol];
      code.perLength[lengths[symbol]]++;
    }
    code.assign();
    return code;
  }

  int code(int symbol) {
    return codes[symbol];
  }

  int length(int symbol) {
    return lengths[symbol];
  }

  byte[] lengths() {
    return lengths;
  }

  int[] codes() {
    return codes;
  }

  /// @return bits that all symbols take together
  long cost(int[] frequencies) {
    long bits = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      bits += (long) frequencies[symbol] * lengths[symbol];
    }
    return bits;
  }

  void make(int[] frequencies) {
    int count = sort(frequencies);
    measure(count);
    limit();
    Arrays.fill(lengths, (byte) 0);
    int next = 0;
    for (int length = maxBits; length > 0; length--) {
      for (int i = perLength[length]; i > 0; i--) {
        lengths[(int) sorted[next++] & 0xffff] = (byte) length;
      }
    }
    assign();
  }

  /// A code has two symbols at least, since some readers refuse one that is incomplete.
  private int sort(int[] frequencies) {
    int count = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (frequencies[symbol] > 0) {
        sorted[count++] = (long) frequencies[symbol] << 16 | symbol;
      }
    }
    for (int symbol = 0; count < 2; symbol++) {
      if (frequencies[symbol] == 0) {
        sorted[count++] = symbol;
      }
    }
    Arrays.sort(sorted, 0, count);
    return count;
  }

  /// Huffman's tree by two queues, then how many leaves are how deep.
  private void measure(int count) {
    int leaf = 0;
    int inner = 0;
    int[] parents = new int[count];
    int[] leafParents = new int[count];
    for (int node = 0; node < count - 1; node++) {
      long weight = 0;
      for (int i = 0; i < 2; i++) {
        if (inner < node && (leaf == count || tree[inner] < sorted[leaf] >> 16)) {
          parents[inner] = node;
          weight += tree[inner++];
        } else {
          leafParents[leaf] = node;
          weight += sorted[leaf++] >> 16;
        }
      }
      tree[node] = weight;
    }
    Arrays.fill(perLength, 0);
    int[] depths = new int[count];
    for (int node = count - 3; node >= 0; node--) {
      depths[node] = depths[parents[node]] + 1;
    }
    for (int i = 0; i < count; i++) {
      perLength[Math.min(depths[leafParents[i]] + 1, maxBits)]++;
    }
  }

  /// Where the tree was cut at the greatest length, makes room by putting others deeper.
  private void limit() {
    long used = 0;
    for (int length = 1; length <= maxBits; length++) {
      used += (long) perLength[length] << maxBits - length;
    }
    for (long over = used - (1L << maxBits); over > 0; over--) {
      int length = maxBits - 1;
      while (perLength[length] == 0) {
        length--;
      }
      perLength[length]--;
      perLength[length + 1] += 2;
      perLength[maxBits]--;
    }
  }

  /// Codes in the order of their lengths, then symbols; bits reversed, as they are written.
  private void assign() {
    int[] next = new int[MAX_BITS + 2];
    for (int length = 1; length <= MAX_BITS; length++) {
      next[length + 1] = next[length] + perLength[length] << 1;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        codes[symbol] = Integer.reverse(next[length]++) >>> 32 - length;
      }
    }
  }
}
