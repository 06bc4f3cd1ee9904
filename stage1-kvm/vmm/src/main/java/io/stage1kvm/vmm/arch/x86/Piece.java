package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Bytes for a place in guest memory.
///
/// @param bytes not copied: whoever makes one gives them up
record Piece(long address, byte[] bytes) {

  /// Zeros, to be filled in.
  static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Piece of(long address, ByteBuffer buffer) {
    return new Piece(address, buffer.array());
  }

  long end() {
    return address + bytes.length;
  }
}
