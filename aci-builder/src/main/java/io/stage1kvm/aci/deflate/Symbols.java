package io.stage1kvm.aci.deflate;

/// The symbols of lengths and distances, and their extra bits (RFC 1951, 3.2.5).
final class Symbols {
  private static final int FIRST_LENGTH = 257;
  private static final byte[] LENGTHS = new byte[MatchFinder.MAX_MATCH + 1];
  private static final int[] LENGTH_BASE = new int[29];

  static {
    int length = MatchFinder.MIN_MATCH;
    for (int symbol = 0; symbol < 28; symbol++) {
      LENGTH_BASE[symbol] = length;
      for (int i = 0; i < 1 << lengthExtra(symbol); i++) {
        LENGTHS[length++] = (byte) symbol;
      }
    }
    LENGTH_BASE[28] = MatchFinder.MAX_MATCH;
    LENGTHS[MatchFinder.MAX_MATCH] = 28;
  }

  private Symbols() {}

  private static int lengthExtra(int symbol) {
    return symbol < 8 || symbol == 28 ? 0 : (symbol >> 2) - 1;
  }

  static int ofLength(int length) {
    return FIRST_LENGTH + LENGTHS[length];
  }

  static int lengthBase(int symbol) {
    return LENGTH_BASE[symbol - FIRST_LENGTH];
  }

  static int extraOfLength(int symbol) {
    return lengthExtra(symbol - FIRST_LENGTH);
  }

  static int ofDistance(int distance) {
    int d = distance - 1;
    if (d < 2) {
      return d;
    }
    int high = 31 - Integer.numberOfLeadingZeros(d);
    return 2 * high | d >>> high - 1 & 1;
  }

  static int extraOfDistance(int symbol) {
    return symbol < 2 ? 0 : (symbol >> 1) - 1;
  }

  static int distanceBase(int symbol) {
    return symbol < 2 ? symbol + 1 : (2 | symbol & 1) << (symbol >> 1) - 1 | 0;
  }
}
