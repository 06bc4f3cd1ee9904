package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;

/// The checksum of tables of firmware: all bytes together give 0.
final class Checksum {

  private Checksum() {}

  /// What is missing, with 0 at the checksum's own place.
  static byte of(ByteBuffer table, int offset, int length) {
    int sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += table.get(i);
    }
    return (byte) -sum;
  }
}
