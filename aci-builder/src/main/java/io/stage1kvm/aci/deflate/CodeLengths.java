package io.stage1kvm.aci.deflate;

import java.util.Arrays;

/// The lengths of a block's two codes, run-length coded, with a code of their own (RFC 1951,
/// 3.2.7).
final class CodeLengths {
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int REPEAT = 16;
  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  private static final int MIN_LITERALS = 257;
  private static final int MIN_ORDER = 4;

  private final byte[] lengths = new byte[Tokens.LITERALS + Tokens.DISTANCES];

  /// Symbols in the lower 5 bits, above them the extra bits.
  private final int[] items = new int[lengths.length];

  private final int[] frequencies = new int[19];
  private final Code code = new Code(19, 7);
  private int count;
  private int literals;
  private int distances;
  private int orders;

  void make(byte[] literalLengths, byte[] distanceLengths) {
    literals = used(literalLengths, MIN_LITERALS, Tokens.LITERALS - 2);
    distances = used(distanceLengths, 1, Tokens.DISTANCES - 2);
    System.arraycopy(literalLengths, 0, lengths, 0, literals);
    System.arraycopy(distanceLengths, 0, lengths, literals, distances);
    count = 0;
    Arrays.fill(frequencies, 0);
    int total = literals + distances;
    for (int at = 0; at < total; ) {
      int run = 1;
      while (at + run < total && lengths[at + run] == lengths[at]) {
        run++;
      }
      addRun(lengths[at], run);
      at += run;
    }
    code.make(frequencies);
    orders = ORDER.length;
    while (orders > MIN_ORDER && code.length(ORDER[orders - 1]) == 0) {
      orders--;
    }
  }

  private static int used(byte[] lengths, int least, int most) {
    int used = most;
    while (used > least && lengths[used - 1] == 0) {
      used--;
    }
    return used;
  }

  private void addRun(int length, int run) {
    int left = run;
    if (length != 0) {
      add(length, 0);
      left--;
    }
    while (left >= 3) {
      int most = length != 0 ? 6 : left > 10 ? 138 : 10;
      int some = Math.min(left, most);
      int symbol = length != 0 ? REPEAT : left > 10 ? MANY_ZEROS : ZEROS;
      add(symbol, some - (symbol == MANY_ZEROS ? 11 : 3));
      left -= some;
    }
    for (; left > 0; left--) {
      add(length, 0);
    }
  }

  private void add(int symbol, int extra) {
    items[count++] = extra << 5 | symbol;
    frequencies[symbol]++;
  }

  private static int extraBits(int symbol) {
    return switch (symbol) {
      case REPEAT -> 2;
      case ZEROS -> 3;
      case MANY_ZEROS -> 7;
      default -> 0;
    };
  }

  /// @return bits of all that is written before the block's tokens
  long cost() {
    long bits = 5 + 5 + 4 + 3L * orders + code.cost(frequencies);
    for (int symbol = REPEAT; symbol <= MANY_ZEROS; symbol++) {
      bits += (long) frequencies[symbol] * extraBits(symbol);
    }
    return bits;
  }

  void write(BitOutput out) {
    out.put(literals - MIN_LITERALS, 5);
    out.put(distances - 1, 5);
    out.put(orders - MIN_ORDER, 4);
    for (int i = 0; i < orders; i++) {
      out.put(code.length(ORDER[i]), 3);
    }
    for (int i = 0; i < count; i++) {
      int symbol = items[i] & 31;
      out.put(code.code(symbol), code.length(symbol));
      out.put(items[i] >>> 5, extraBits(symbol));
    }
  }
}
