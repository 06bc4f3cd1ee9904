package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes ACPI Machine Language (ACPI 6.5, chapter 20): each method gives the bytes of one term.
final class Aml {

  private static final int NAME_OP = 0x08;
  private static final int SCOPE_OP = 0x10;
  private static final int BUFFER_OP = 0x11;
  private static final int PACKAGE_OP = 0x12;
  private static final int EXT_OP = 0x5b;
  private static final int DEVICE_OP = 0x82;
  private static final int BYTE_PREFIX = 0x0a;
  private static final int DWORD_PREFIX = 0x0c;
  private static final int STRING_PREFIX = 0x0d;

  /// A resource that the device uses, on rising edges, not shared.
  private static final int EDGE_HIGH_EXCLUSIVE = 0x03;

  private Aml() {}

  /// @param name four characters, with `\` before it from the root
  static byte[] scope(String name, byte[]... terms) {
    return packaged(bytes(SCOPE_OP), ascii(name), join(terms));
  }

  static byte[] device(String name, byte[]... terms) {
    return packaged(bytes(EXT_OP, DEVICE_OP), ascii(name), join(terms));
  }

  static byte[] name(String name, byte[] value) {
    return join(bytes(NAME_OP), ascii(name), value);
  }

  static byte[] string(String text) {
    return join(bytes(STRING_PREFIX), ascii(text), bytes(0));
  }

  static byte[] integer(int value) {
    if (value == 0 || value == 1) {
      return bytes(value);
    }
    if (value > 0 && value < 0x100) {
      return bytes(BYTE_PREFIX, value);
    }
    return join(bytes(DWORD_PREFIX), dword(value));
  }

  /// Of integers.
  static byte[] list(int... values) {
    byte[][] elements = new byte[values.length][];
    for (int i = 0; i < values.length; i++) {
      elements[i] = integer(values[i]);
    }
    return packaged(bytes(PACKAGE_OP), bytes(values.length), join(elements));
  }

  /// The number that stands for an id such as `PNP0501` (19.6.33).
  static byte[] eisaId(String id) {
    int letters = letter(id, 0) << 10 | letter(id, 1) << 5 | letter(id, 2);
    int digits = Integer.parseInt(id.substring(3), 16);
    return integer(Integer.reverseBytes(letters << 16 | digits));
  }

  private static int letter(String id, int index) {
    return id.charAt(index) - 0x40;
  }

  /// A resource template: a buffer of descriptors (6.4) and their end.
  static byte[] resources(byte[]... descriptors) {
    byte[] content = join(join(descriptors), bytes(0x79, 0));
    return packaged(bytes(BUFFER_OP), integer(content.length), content);
  }

  static byte[] memory(long address, int length) {
    byte[] head = bytes(0x86, 9, 0, 1); // 9 bytes, writable.
    return join(head, dword((int) address), dword(length));
  }

  static byte[] interrupt(int gsi) {
    return join(bytes(0x89, 6, 0, EDGE_HIGH_EXCLUSIVE, 1), dword(gsi));
  }

  static byte[] ports(int first, int count) {
    return bytes(0x47, 1, first, first >> 8, first, first >> 8, 1, count); // 16 bits decoded.
  }

  /// `op`, the length of all that follows, and that (20.2.4).
  private static byte[] packaged(byte[] op, byte[]... rest) {
    byte[] content = join(rest);
    int length = content.length + 1;
    if (length < 0x40) {
      return join(op, bytes(length), content);
    }
    if (++length < 0x1000) {
      return join(op, bytes(0x40 | length & 0xf, length >> 4), content);
    }
    length++; // A machine's devices take a few KiB: never more than 1 MiB.
    return join(op, bytes(0x80 | length & 0xf, length >> 4, length >> 12), content);
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] dword(int value) {
    return Piece.buffer(4).putInt(value).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
