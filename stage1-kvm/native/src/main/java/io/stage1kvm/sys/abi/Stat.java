package io.stage1kvm.sys.abi;

/// File types, mode bits and `statx`: `<sys/stat.h>`.
public final class Stat {
  // file types
  public static final int S_IFMT = 0xf000;
  public static final int S_IFSOCK = 0xc000;
  public static final int S_IFLNK = 0xa000;
  public static final int S_IFREG = 0x8000;
  public static final int S_IFBLK = 0x6000;
  public static final int S_IFDIR = 0x4000;
  public static final int S_IFCHR = 0x2000;
  public static final int S_IFIFO = 0x1000;

  // mode bits
  public static final int S_ISUID = 0x800;
  public static final int S_ISGID = 0x400;
  public static final int S_ISVTX = 0x200;

  // statx(2)
  public static final int STATX_BASIC_STATS = 0x7ff;
  public static final int STATX_ATTR_MOUNT_ROOT = 0x2000;

  // utimensat(2), tv_nsec
  public static final int UTIME_NOW = 0x3fffffff;
  public static final int UTIME_OMIT = 0x3ffffffe;

  private Stat() {}

  /// Size and offsets in bytes of `struct statx`.
  public static final class statx {
    public static final int sizeof = 256;
    public static final int stx_mask = 0;
    public static final int stx_blksize = 4;
    public static final int stx_attributes = 8;
    public static final int stx_nlink = 16;
    public static final int stx_uid = 20;
    public static final int stx_gid = 24;
    public static final int stx_mode = 28;
    public static final int stx_ino = 32;
    public static final int stx_size = 40;
    public static final int stx_blocks = 48;
    public static final int stx_attributes_mask = 56;
    public static final int stx_atime = 64;
    public static final int stx_ctime = 96;
    public static final int stx_mtime = 112;
    public static final int stx_rdev_major = 128;
    public static final int stx_rdev_minor = 132;
    public static final int stx_dev_major = 136;
    public static final int stx_dev_minor = 140;

    private statx() {}
  }

  /// Size and offsets in bytes of `struct statx_timestamp`.
  public static final class statx_timestamp {
    public static final int sizeof = 16;
    public static final int tv_sec = 0;
    public static final int tv_nsec = 8;

    private statx_timestamp() {}
  }

  /// Size and offsets in bytes of `struct timespec`.
  public static final class timespec {
    public static final int sizeof = 16;
    public static final int tv_sec = 0;
    public static final int tv_nsec = 8;

    private timespec() {}
  }
}
