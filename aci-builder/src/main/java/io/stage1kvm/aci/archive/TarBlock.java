package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// A header block being filled in.
final class TarBlock {
  private final byte[] block = new byte[TarField.BLOCK];

  void text(TarField field, byte[] text) {
    System.arraycopy(text, 0, block, field.offset, text.length);
  }

  /// Digits up to the last byte of the field, which stays NUL.
  void octal(TarField field, long value) {
    int width = field.length - 1;
    String digits = Long.toOctalString(value);
    text(field, ("0".repeat(width - digits.length()) + digits).getBytes(US_ASCII));
  }

  TarBlock device(int major, int minor) {
    octal(TarField.DEV_MAJOR, major);
    octal(TarField.DEV_MINOR, minor);
    return this;
  }

  byte[] finish(char type) {
    block[TarField.TYPE.offset] = (byte) type;
    text(TarField.MAGIC, "ustar\00000".getBytes(US_ASCII));
    text(TarField.CHECKSUM, "        ".getBytes(US_ASCII));
    long sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    // Six digits, NUL, space: as every tar has written it since v7.
    text(TarField.CHECKSUM, "%06o\0 ".formatted(sum).getBytes(US_ASCII));
    return block;
  }
}
