package io.stage1kvm.kvm;

import java.nio.ByteBuffer;

/// Values of 1 to 8 bytes in a buffer of little-endian order.
final class Bytes {

  private Bytes() {}

  /// Zero-extended.
  static long get(ByteBuffer buffer, int at, int size) {
    return switch (size) {
      case 1 -> Byte.toUnsignedLong(buffer.get(at));
      case 2 -> Short.toUnsignedLong(buffer.getShort(at));
      case 4 -> Integer.toUnsignedLong(buffer.getInt(at));
      case 8 -> buffer.getLong(at);
      default -> {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
          value = value << 8 | Byte.toUnsignedLong(buffer.get(at + i));
        }
        yield value;
      }
    };
  }

  static void put(ByteBuffer buffer, int at, int size, long value) {
    switch (size) {
      case 1 -> buffer.put(at, (byte) value);
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      case 8 -> buffer.putLong(at, value);
      default -> {
        for (int i = 0; i < size; i++) {
          buffer.put(at + i, (byte) (value >>> (8 * i)));
        }
      }
    }
  }
}
