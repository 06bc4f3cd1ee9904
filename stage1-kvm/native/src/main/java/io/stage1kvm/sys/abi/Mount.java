package io.stage1kvm.sys.abi;

/// Mount flags: `<linux/mount.h>` and the flags of umount2 in `<sys/mount.h>`.
public final class Mount {
  // mount(2)
  public static final int MS_RDONLY = 1;
  public static final int MS_NOSUID = 2;
  public static final int MS_NODEV = 4;
  public static final int MS_NOEXEC = 8;
  public static final int MS_REMOUNT = 0x20;
  public static final int MS_NOSYMFOLLOW = 0x100;
  public static final int MS_NOATIME = 0x400;
  public static final int MS_NODIRATIME = 0x800;
  public static final int MS_BIND = 0x1000;
  public static final int MS_MOVE = 0x2000;
  public static final int MS_REC = 0x4000;
  public static final int MS_SILENT = 0x8000;
  public static final int MS_UNBINDABLE = 0x20000;
  public static final int MS_PRIVATE = 0x40000;
  public static final int MS_SLAVE = 0x80000;
  public static final int MS_SHARED = 0x100000;
  public static final int MS_RELATIME = 0x200000;
  public static final int MS_STRICTATIME = 0x1000000;

  // umount2(2)
  public static final int MNT_FORCE = 1;
  public static final int MNT_DETACH = 2;
  public static final int MNT_EXPIRE = 4;
  public static final int UMOUNT_NOFOLLOW = 8;

  private Mount() {}
}
