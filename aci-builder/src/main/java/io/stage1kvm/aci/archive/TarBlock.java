package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// A header block being filled in.
final class TarBlock {
  private static final byte[] MAGIC = "ustar\00000".getBytes(US_ASCII);

  private final byte[] block = new byte[TarField.BLOCK];

  void text(TarField field, byte[] text) {
    System.arraycopy(text, 0, block, field.offset, text.length);
  }

  /// Digits up to the last byte of the field, which stays NUL.
  void octal(TarField field, long value) {
    octal(field.offset, field.length - 1, value);
  }

  private void octal(int offset, int width, long value) {
    long left = value;
    for (int i = offset + width - 1; i >= offset; i--) {
      block[i] = (byte) ('0' + (left & 7));
      left >>>= 3;
    }
  }

  TarBlock device(int major, int minor) {
    octal(TarField.DEV_MAJOR, major);
    octal(TarField.DEV_MINOR, minor);
    return this;
  }

  byte[] finish(char type) {
    block[TarField.TYPE.offset] = (byte) type;
    text(TarField.MAGIC, MAGIC);
    Arrays.fill(block, TarField.CHECKSUM.offset, TarField.TYPE.offset, (byte) ' ');
    long sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    // Six digits, NUL, space: as every tar has written it since v7.
    octal(TarField.CHECKSUM.offset, 6, sum);
    block[TarField.CHECKSUM.offset + 6] = 0;
    return block;
  }
}
