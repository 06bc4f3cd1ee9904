package io.stage1kvm.vmm.virtio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The bytes of a configuration space that never change after the device was made. For any thread.
public final class ConfigSpace {

  private final ByteBuffer bytes;
  private final int size;

  /// @param bytes little-endian, copied
  public ConfigSpace(byte[] bytes) {
    size = bytes.length;
    // Room behind them, so that each read is one of 8 bytes.
    this.bytes =
        ByteBuffer.allocate(size + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).put(0, bytes);
  }

  /// As [VirtioDevice#readConfig]: 0 outside.
  public long read(int offset, int length) {
    if (offset < 0 || offset >= size) {
      return 0;
    }
    long value = bytes.getLong(offset);
    return length == Long.BYTES ? value : value & (1L << Byte.SIZE * length) - 1;
  }
}
