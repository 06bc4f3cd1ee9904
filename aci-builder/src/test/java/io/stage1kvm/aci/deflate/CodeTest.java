package io.stage1kvm.aci.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeTest {
  private static Code code(int maxBits, int... frequencies) {
    Code code = new Code(frequencies.length, maxBits);
    code.make(frequencies);
    return code;
  }

  /// Each word of bits is a code, or the start of exactly one.
  private static void isComplete(Code code, int symbols, int maxBits) {
    long used = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = code.length(symbol);
      assertThat(length).isBetween(0, maxBits);
      used += length == 0 ? 0 : 1L << maxBits - length;
    }
    assertThat(used).isEqualTo(1L << maxBits);
  }

  @Test
  void givesFrequentSymbolsShortCodes() {
    Code code = code(15, 1, 1, 2, 4, 0, 8);
    assertThat(code.lengths()).containsExactly(4, 4, 3, 2, 0, 1);
    assertThat(code.cost(new int[] {1, 1, 2, 4, 0, 8})).isEqualTo(30);
  }

  @Test
  void writesBitsReversed() {
    Code code = code(15, 1, 1, 2, 4, 0, 8);
    assertThat(code.codes()).containsExactly(0b0111, 0b1111, 0b011, 0b01, 0, 0);
  }

  @Test
  void hasTwoSymbolsAtLeast() {
    assertThat(code(15, 0, 0, 0).lengths()).containsExactly(1, 1, 0);
    assertThat(code(15, 0, 0, 7).lengths()).containsExactly(1, 0, 1);
  }

  @Test
  void staysWithinTheLimit() {
    // Fibonacci's numbers make the deepest of trees.
    int[] frequencies = new int[40];
    frequencies[0] = 1;
    frequencies[1] = 1;
    for (int i = 2; i < frequencies.length; i++) {
      frequencies[i] = frequencies[i - 1] + frequencies[i - 2];
    }
    for (int maxBits : new int[] {6, 7, 15}) {
      isComplete(code(maxBits, frequencies), frequencies.length, maxBits);
    }
  }

  @Test
  void isCompleteWhateverTheFrequencies() {
    Random random = new Random(7);
    for (int run = 0; run < 2000; run++) {
      int[] frequencies = new int[2 + random.nextInt(286)];
      Arrays.setAll(frequencies, i -> random.nextInt(1 + (1 << random.nextInt(20))));
      isComplete(code(15, frequencies), frequencies.length, 15);
    }
  }
}
