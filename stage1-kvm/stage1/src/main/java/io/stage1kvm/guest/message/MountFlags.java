package io.stage1kvm.guest.message;

/// The `MS_*` bits of mount(2) that plans use (`include/uapi/linux/mount.h`).
public final class MountFlags {
  public static final int RDONLY = 1;
  public static final int NOSUID = 1 << 1;
  public static final int NODEV = 1 << 2;
  public static final int NOEXEC = 1 << 3;
  public static final int NOSYMFOLLOW = 1 << 8;
  public static final int NOATIME = 1 << 10;
  public static final int NODIRATIME = 1 << 11;
  public static final int RELATIME = 1 << 21;
  public static final int STRICTATIME = 1 << 24;

  /// The flags that are attributes of a mount, not of a file system.
  public static final int ATTRIBUTES =
      RDONLY
          | NOSUID
          | NODEV
          | NOEXEC
          | NOSYMFOLLOW
          | NOATIME
          | NODIRATIME
          | RELATIME
          | STRICTATIME;

  private MountFlags() {}
}
