package io.stage1kvm.sys.abi;

/// File system types (`<linux/magic.h>`) and the argument of `statfs(2)` (`<asm/statfs.h>`).
public final class Statfs {
  public static final long TMPFS_MAGIC = 0x1021994L;
  public static final long OVERLAYFS_SUPER_MAGIC = 0x794c7630L;
  public static final long EXT4_SUPER_MAGIC = 0xef53L;
  public static final long XFS_SUPER_MAGIC = 0x58465342L;
  public static final long BTRFS_SUPER_MAGIC = 0x9123683eL;
  public static final long PROC_SUPER_MAGIC = 0x9fa0L;
  public static final long SYSFS_MAGIC = 0x62656572L;
  public static final long CGROUP_SUPER_MAGIC = 0x27e0ebL;
  public static final long CGROUP2_SUPER_MAGIC = 0x63677270L;
  public static final long NFS_SUPER_MAGIC = 0x6969L;
  public static final long FUSE_SUPER_MAGIC = 0x65735546L;
  public static final long NSFS_MAGIC = 0x6e736673L;

  private Statfs() {}

  /// Size and offsets in bytes of `struct statfs`.
  public static final class statfs {
    public static final int sizeof = 120;
    public static final int f_type = 0;
    public static final int f_bsize = 8;
    public static final int f_blocks = 16;
    public static final int f_bfree = 24;
    public static final int f_bavail = 32;
    public static final int f_files = 40;
    public static final int f_ffree = 48;
    public static final int f_namelen = 64;
    public static final int f_flags = 80;

    private statfs() {}
  }
}
