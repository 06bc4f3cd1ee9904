package io.stage1kvm.aci.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTest {
  private static byte[] compress(Deflate deflate, byte[] content, int start) {
    byte[] data = Arrays.copyOf(content, content.length + Deflate.TAIL);
    byte[] output = new byte[Deflate.room(content.length - start)];
    int length = deflate.compress(data, start, content.length, output);
    return Arrays.copyOf(output, length);
  }

  private static byte[] decompress(byte[] compressed, byte[] window, int length)
      throws DataFormatException {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setDictionary(window);
      inflater.setInput(compressed);
      byte[] back = new byte[length + 1];
      int n = inflater.inflate(back);
      assertThat(inflater.getRemaining()).isZero();
      return Arrays.copyOf(back, n);
    }
  }

  private static void comesBack(Deflate deflate, byte[] content, int start) throws Exception {
    byte[] compressed = compress(deflate, content, start);
    byte[] window = Arrays.copyOfRange(content, Math.max(0, start - Deflate.WINDOW), start);
    assertThat(decompress(compressed, window, content.length - start))
        .isEqualTo(Arrays.copyOfRange(content, start, content.length));
  }

  @ParameterizedTest
  @EnumSource
  void isReadByZlib(Content content) throws Exception {
    byte[] data = content.make(300_000);
    for (int level = 1; level <= 9; level++) {
      Deflate deflate = new Deflate(level);
      comesBack(deflate, data, 0);
      comesBack(deflate, data, 1);
      comesBack(deflate, data, Deflate.WINDOW);
      comesBack(deflate, data, 200_001);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isReadByZlibHoweverShortItIs(Content content) throws Exception {
    Deflate deflate = new Deflate(5);
    for (int length = 0; length < 600; length++) {
      comesBack(deflate, content.make(length), 0);
      comesBack(deflate, content.make(length), length / 3);
    }
  }

  @Test
  void isReadByZlibWhateverIsInIt() throws Exception {
    long seed = 20260101;
    Random random = new Random(seed);
    Content[] all = Content.values();
    for (int run = 0; run < 300; run++) {
      byte[] data = new byte[random.nextInt(60_000)];
      for (int at = 0; at < data.length; ) {
        byte[] piece = all[random.nextInt(all.length)].make(1 + random.nextInt(20_000));
        int length = Math.min(piece.length, data.length - at);
        System.arraycopy(piece, 0, data, at, length);
        at += length;
      }
      comesBack(new Deflate(1 + run % 9), data, random.nextInt(data.length + 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void dependsOnNothingButPieceAndWindow(Content content) {
    byte[] data = content.make(100_000);
    Deflate used = new Deflate(5);
    byte[] fresh = compress(new Deflate(5), data, 40_000);
    compress(used, Content.NOISE.make(50_000), 0);
    assertThat(compress(used, data, 40_000)).isEqualTo(fresh);

    byte[] longer = Arrays.copyOf(data, data.length + 100);
    Arrays.fill(longer, data.length, longer.length, (byte) 0x55);
    byte[] output = new byte[Deflate.room(60_000)];
    int length = used.compress(longer, 40_000, data.length, output);
    assertThat(Arrays.copyOf(output, length)).isEqualTo(fresh);

    Arrays.fill(data, 0, 40_000 - Deflate.WINDOW, (byte) 0);
    assertThat(compress(used, data, 40_000)).isEqualTo(fresh);
  }

  @ParameterizedTest
  @EnumSource
  void isNotLargerThanWhatZlibMakes(Content content) {
    byte[] data = content.make(262_144);
    byte[] theirs = new byte[300_000];
    int length;
    try (Deflater zlib = new Deflater(6, true)) {
      zlib.setInput(data);
      zlib.finish();
      length = zlib.deflate(theirs);
    }
    assertThat(compress(new Deflate(6), data, 0).length).isLessThan(length + length / 100 + 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 262_144})
  void noiseGrowsByItsFramesOnly(int length) {
    int frames = 5 * (length / 8192 + 2);
    assertThat(compress(new Deflate(9), Content.NOISE.make(length), 0))
        .hasSizeLessThanOrEqualTo(length + frames);
  }

  @Test
  void refusesOutputWithoutRoom() {
    assertThatThrownBy(() -> new Deflate(5).compress(new byte[1008], 0, 1000, new byte[1000]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no room for 1000 bytes");
  }

  @Test
  void refusesDataWithoutTail() {
    assertThatThrownBy(() -> new Deflate(5).compress(new byte[1000], 0, 1000, new byte[2000]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesUnknownLevel() {
    assertThatThrownBy(() -> new Deflate(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level '10' must be between 1 and 9");
  }
}
