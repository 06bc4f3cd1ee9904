package io.stage1kvm.sys.abi;

/// Reads and writes of disk images: `<linux/fs.h>`, `<linux/falloc.h>`.
public final class Disk {
  /// Linux 4.14.
  public static final int RWF_NOWAIT = 8;

  public static final int FALLOC_FL_ZERO_RANGE = 0x10;

  private Disk() {}
}
