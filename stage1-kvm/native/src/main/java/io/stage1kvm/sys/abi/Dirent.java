package io.stage1kvm.sys.abi;

/// Directory entries as `getdents64` gives them: `<dirent.h>`.
public final class Dirent {
  public static final int DT_UNKNOWN = 0;
  public static final int DT_FIFO = 1;
  public static final int DT_CHR = 2;
  public static final int DT_DIR = 4;
  public static final int DT_BLK = 6;
  public static final int DT_REG = 8;
  public static final int DT_LNK = 0xa;
  public static final int DT_SOCK = 0xc;

  private Dirent() {}

  /// Size and offsets in bytes of `struct dirent64`.
  public static final class dirent64 {
    public static final int sizeof = 280;
    public static final int d_ino = 0;
    public static final int d_off = 8;
    public static final int d_reclen = 16;
    public static final int d_type = 18;
    public static final int d_name = 19;

    private dirent64() {}
  }
}
