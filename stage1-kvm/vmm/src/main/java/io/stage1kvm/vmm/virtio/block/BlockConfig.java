package io.stage1kvm.vmm.virtio.block;

import io.stage1kvm.vmm.virtio.ConfigSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Features and configuration space of a disk, virtio 1.2 sections 5.2.3 and 5.2.4.
final class BlockConfig {

  static final long F_SEG_MAX = 1L << 2;
  static final long F_RO = 1L << 5;
  static final long F_BLK_SIZE = 1L << 6;
  static final long F_FLUSH = 1L << 9;
  static final long F_DISCARD = 1L << 13;
  static final long F_WRITE_ZEROES = 1L << 14;

  private static final int SIZE = 60;
  private static final int CAPACITY = 0;
  private static final int SEG_MAX = 12;
  private static final int BLK_SIZE = 20;
  private static final int MAX_DISCARD_SECTORS = 36;
  private static final int MAX_DISCARD_SEG = 40;
  private static final int DISCARD_SECTOR_ALIGNMENT = 44;
  private static final int MAX_WRITE_ZEROES_SECTORS = 48;
  private static final int MAX_WRITE_ZEROES_SEG = 52;
  private static final int WRITE_ZEROES_MAY_UNMAP = 56;

  /// 2 GiB.
  private static final int ZEROES_SECTORS = 1 << 22;

  /// A page of the host's file.
  private static final int PAGE_SECTORS = 8;

  private BlockConfig() {}

  static long features(DiskFile disk) {
    long always = F_SEG_MAX | F_BLK_SIZE;
    return disk.isReadOnly() ? always | F_RO : always | F_FLUSH | F_DISCARD | F_WRITE_ZEROES;
  }

  /// @param segments pieces of data that a request should have at most
  static ConfigSpace space(DiskFile disk, int segments) {
    return new ConfigSpace(
        ByteBuffer.allocate(SIZE)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(CAPACITY, disk.size() / DiskFile.SECTOR)
            .putInt(SEG_MAX, segments)
            .putInt(BLK_SIZE, DiskFile.SECTOR)
            .putInt(MAX_DISCARD_SECTORS, ZEROES_SECTORS)
            .putInt(MAX_DISCARD_SEG, 1)
            .putInt(DISCARD_SECTOR_ALIGNMENT, PAGE_SECTORS)
            .putInt(MAX_WRITE_ZEROES_SECTORS, ZEROES_SECTORS)
            .putInt(MAX_WRITE_ZEROES_SEG, 1)
            .put(WRITE_ZEROES_MAY_UNMAP, (byte) 1)
            .array());
  }
}
