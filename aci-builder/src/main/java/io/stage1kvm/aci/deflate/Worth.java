package io.stage1kvm.aci.deflate;

import java.util.Arrays;

/// From which length on a match takes fewer bits than the literals it stands for. In text of few
/// different letters a short match from far away does not.
final class Worth {
  /// Bits of a match's two symbols, about; its extra bits grow with the logarithm of the distance.
  private static final int MATCH_BITS = 7;

  /// Costs are counted in these parts of a bit.
  private static final int PARTS = 16;

  /// How much of a piece is looked at before its first block is made.
  private static final int SAMPLE = 1 << 13;

  /// Fewer literals tell nothing.
  private static final int MIN_LITERALS = 256;

  private static final int USUAL_DISTANCE = 1 << 10;

  /// By the number of leading zeros of the distance.
  private final int[] shortest = new int[Integer.SIZE];

  private final int[] frequencies = new int[Tokens.LITERALS];
  private final Code code = new Code(Tokens.LITERALS, 15);

  /// Guesses, since no block is made yet.
  void learn(byte[] data, int from, int to) {
    Arrays.fill(frequencies, 0);
    int end = Math.min(to, from + SAMPLE);
    for (int at = from; at < end; at++) {
      frequencies[data[at] & 0xff]++;
    }
    code.make(frequencies);
    expect(Math.max(1, end - from), code.cost(frequencies));
  }

  /// Expects literals to cost what they did in a block.
  void learn(int[] frequencies, Code code) {
    int count = 0;
    long bits = 0;
    for (int literal = 0; literal < Tokens.END; literal++) {
      count += frequencies[literal];
      bits += (long) frequencies[literal] * code.length(literal);
    }
    if (count >= MIN_LITERALS) {
      expect(count, bits);
    }
  }

  private void expect(int count, long bits) {
    long cost = Math.max(PARTS, bits * PARTS / count);
    for (int zeros = 0; zeros < shortest.length; zeros++) {
      int match = MATCH_BITS + Integer.SIZE - 1 - zeros;
      shortest[zeros] = (int) Math.max(MatchFinder.MIN_MATCH, (match * PARTS + cost - 1) / cost);
    }
  }

  /// The shortest match that is worth it at a usual distance.
  int shortest() {
    return shortest[Integer.numberOfLeadingZeros(USUAL_DISTANCE)];
  }

  boolean has(int match) {
    return match >>> 16 >= shortest[Integer.numberOfLeadingZeros(match & 0xffff)];
  }
}
