package io.stage1kvm.aci.deflate;

import java.util.Arrays;

/// Literals and matches of the block in work, how often each symbol comes, and whether what comes
/// now differs so much from what came before that another block would pay.
final class Tokens {
  /// Tokens after which a block ends in any case.
  private static final int MAX = 1 << 15;

  /// One step of the parser adds at most a literal for each longer match it comes upon (256), or
  /// nearer one (16).
  private static final int MAX_STEP = 256 * 16 + 16;

  static final int LITERALS = 288;
  static final int DISTANCES = 32;
  static final int END = 256;

  private static final int KINDS = 10;
  private static final int CHECK_EVERY = 512;
  private static final int MIN_BLOCK = 8 << 10;

  private final int[] tokens = new int[MAX + MAX_STEP];
  private int count;
  final int[] literals = new int[LITERALS];
  final int[] distances = new int[DISTANCES];

  /// How often each kind of token came in the block, and since the last check.
  private final int[] kinds = new int[KINDS];

  private final int[] newKinds = new int[KINDS];
  private int observed;
  private int newObserved;

  void reset() {
    count = 0;
    Arrays.fill(literals, 0);
    Arrays.fill(distances, 0);
    Arrays.fill(kinds, 0);
    Arrays.fill(newKinds, 0);
    observed = 0;
    newObserved = 0;
  }

  int count() {
    return count;
  }

  int get(int i) {
    return tokens[i];
  }

  void literal(byte value) {
    int literal = value & 0xff;
    tokens[count++] = literal;
    literals[literal]++;
    newKinds[literal >> 5 & 6 | literal & 1]++;
    newObserved++;
  }

  /// @param match length in the upper half, distance in the lower
  void match(int match) {
    tokens[count++] = match;
    int length = match >>> 16;
    literals[Symbols.ofLength(length)]++;
    distances[Symbols.ofDistance(match & 0xffff)]++;
    newKinds[length < 9 ? 8 : 9]++;
    newObserved++;
  }

  /// @param length bytes of the block so far
  /// @return whether the block should end here
  boolean isFull(int length) {
    if (count >= MAX) {
      return true;
    }
    if (newObserved < CHECK_EVERY || length < MIN_BLOCK) {
      return false;
    }
    boolean differs = observed > 0 && differs(length);
    merge();
    return differs;
  }

  private void merge() {
    for (int i = 0; i < KINDS; i++) {
      kinds[i] += newKinds[i];
      newKinds[i] = 0;
    }
    observed += newObserved;
    newObserved = 0;
  }

  /// Compares the shares of the kinds. The longer the block, the less it takes to end it.
  private boolean differs(int length) {
    long difference = 0;
    for (int i = 0; i < KINDS; i++) {
      long expected = (long) kinds[i] * newObserved;
      long actual = (long) newKinds[i] * observed;
      difference += Math.abs(actual - expected);
    }
    long bound = (long) newObserved * observed * 200 / 512;
    return difference + (long) (length >> 12) * observed >= bound;
  }
}
