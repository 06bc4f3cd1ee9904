package io.stage1kvm.sys.abi;

/// Flags and argument of `mount_setattr(2)`: `<linux/mount.h>`.
public final class MountAttr {
  public static final long MOUNT_ATTR_RDONLY = 1L;
  public static final long MOUNT_ATTR_NOSUID = 2L;
  public static final long MOUNT_ATTR_NODEV = 4L;
  public static final long MOUNT_ATTR_NOEXEC = 8L;
  public static final long MOUNT_ATTR_NOSYMFOLLOW = 0x200000L;

  private MountAttr() {}

  /// Size and offsets in bytes of `struct mount_attr`.
  public static final class mount_attr {
    public static final int sizeof = 32;
    public static final int attr_set = 0;
    public static final int attr_clr = 8;
    public static final int propagation = 16;
    public static final int userns_fd = 24;

    private mount_attr() {}
  }
}
