package io.stage1kvm.vmm.virtio.block;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Requests as a driver writes them.
final class Requests {

  private Requests() {}

  static byte[] header(int type, long sector) {
    return bytes(16).putInt(type).putInt(0).putLong(sector).array();
  }

  static byte[] segment(long sector, int sectors, int flags) {
    return bytes(16).putLong(sector).putInt(sectors).putInt(flags).array();
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
