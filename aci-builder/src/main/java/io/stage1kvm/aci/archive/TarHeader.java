package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/// One header block, read field by field.
final class TarHeader {
  private static final byte[] POSIX_MAGIC = "ustar\0".getBytes(ISO_8859_1);

  private final byte[] block;
  private final long position;

  private TarHeader(byte[] block, long position) {
    this.block = block;
    this.position = position;
  }

  /// @param block 512 bytes, not kept by anyone else
  /// @param position where the block stands in the archive, for messages
  static TarHeader of(byte[] block, long position) throws AciException {
    TarHeader header = new TarHeader(block, position);
    header.check();
    return header;
  }

  private void check() throws AciException {
    long stated = number(TarField.CHECKSUM);
    long blanks = 0;
    for (int i = TarField.CHECKSUM.offset; i < TarField.TYPE.offset; i++) {
      blanks += ' ' - (block[i] & 0xff);
    }
    long unsigned = sum(block) + blanks;
    // Some old writers added the bytes as signed characters.
    if (stated != unsigned && stated != unsigned - 256L * negatives()) {
      throw corrupt("its checksum is %d, its bytes add up to %d".formatted(stated, unsigned));
    }
  }

  /// Short, so that it is compiled to code for vectors.
  private static int sum(byte[] bytes) {
    int sum = 0;
    for (byte b : bytes) {
      sum += b & 0xff;
    }
    return sum;
  }

  /// @return how many bytes are negative as signed characters, but for the checksum itself, which
  ///     counts as blanks
  private int negatives() {
    int count = 0;
    for (int i = 0; i < block.length; i++) {
      boolean inSum = i >= TarField.CHECKSUM.offset && i < TarField.TYPE.offset;
      count += !inSum && block[i] < 0 ? 1 : 0;
    }
    return count;
  }

  byte[] block() {
    return block;
  }

  char type() {
    return (char) (block[TarField.TYPE.offset] & 0xff);
  }

  /// @return the name, joined with the prefix in POSIX's format (GNU keeps other things there)
  String name() {
    String name = text(TarField.NAME);
    int magic = TarField.MAGIC.offset;
    boolean posix = Arrays.equals(block, magic, magic + 6, POSIX_MAGIC, 0, 6);
    String prefix = posix ? text(TarField.PREFIX) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String linkName() {
    return text(TarField.LINK_NAME);
  }

  private String text(TarField field) {
    int length = 0;
    while (length < field.length && block[field.offset + length] != 0) {
      length++;
    }
    return ByteText.decode(block, field.offset, length);
  }

  /// @return the value of an octal field, or of one in GNU's base 256
  long number(TarField field) throws AciException {
    return number(block, field.offset, field.length, field.name());
  }

  /// @return the value of a number in a block that belongs to this header
  long number(byte[] bytes, int offset, int length) throws AciException {
    return number(bytes, offset, length, "SPARSE");
  }

  private long number(byte[] bytes, int offset, int length, String field) throws AciException {
    return (bytes[offset] & 0x80) != 0
        ? base256(bytes, offset, length, field)
        : octal(bytes, offset, length, field);
  }

  private long base256(byte[] bytes, int offset, int length, String field) throws AciException {
    byte first = bytes[offset];
    // Two's complement below the marker bit: bit 6 is the sign.
    long value = (first & 0x40) != 0 ? first : first & 0x3f;
    for (int i = 1; i < length; i++) {
      long shifted = value << 8;
      if (shifted >> 8 != value) {
        throw corrupt("field %s is too large".formatted(field));
      }
      value = shifted | bytes[offset + i] & 0xff;
    }
    return value;
  }

  private long octal(byte[] bytes, int offset, int length, String field) throws AciException {
    int i = offset;
    int end = offset + length;
    while (i < end && bytes[i] == ' ') {
      i++;
    }
    long value = 0;
    for (; i < end && bytes[i] != 0 && bytes[i] != ' '; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 7) {
        throw corrupt("field %s is not an octal number".formatted(field));
      }
      value = value << 3 | digit;
    }
    return value;
  }

  AciException corrupt(String reason) {
    return AciException.malformed(
        "the header at byte %d is corrupt: %s".formatted(position, reason));
  }
}
