package io.stage1kvm.sys.abi;

/// Extended attributes: `<linux/xattr.h>`, `<linux/limits.h>`.
public final class Xattr {
  public static final int XATTR_CREATE = 1;
  public static final int XATTR_REPLACE = 2;
  public static final int XATTR_SIZE_MAX = 0x10000;
  public static final int XATTR_LIST_MAX = 0x10000;

  private Xattr() {}
}
