package io.stage1kvm.aci.deflate;

import java.util.Random;

/// Bytes to compress, of all kinds, the same each time.
enum Content {
  ZEROS((random, i) -> 0),
  /// Cannot be compressed.
  NOISE((random, i) -> random.nextInt(256)),
  /// Eight kinds of bytes, hardly any match that is worth it.
  FEW_LETTERS((random, i) -> random.nextInt(8)),
  /// All symbols are literals, of very different frequency: long codes.
  SLOPE((random, i) -> 256 - (int) (256 / (1 + random.nextDouble() * 255))),
  RAMP((random, i) -> i * i >> 7),
  /// Long matches at every distance.
  PERIODS((random, i) -> i % (1 + (i >> 12) * 37)),
  WORDS(
      (random, i) -> {
        int word = (i / 7) * 0x9E3779B1 >>> 24;
        return 'a' + (word * (1 + i % 7) & 15);
      });

  private interface Maker {
    int at(Random random, int i);
  }

  private final Maker maker;

  Content(Maker maker) {
    this.maker = maker;
  }

  byte[] make(int length) {
    Random random = new Random(1);
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) maker.at(random, i);
    }
    return data;
  }
}
