package io.stage1kvm.aci.deflate;

import java.util.Arrays;

/// The codes that need not be written (RFC 1951, 3.2.6).
final class FixedCodes {
  static final Code LITERALS = Code.of(literals());
  static final Code DISTANCES = Code.of(distances());

  private FixedCodes() {}

  private static byte[] literals() {
    byte[] lengths = new byte[Tokens.LITERALS];
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, 288, (byte) 8);
    return lengths;
  }

  private static byte[] distances() {
    byte[] lengths = new byte[Tokens.DISTANCES];
    Arrays.fill(lengths, (byte) 5);
    return lengths;
  }
}
