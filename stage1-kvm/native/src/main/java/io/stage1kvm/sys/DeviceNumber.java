package io.stage1kvm.sys;

/// Major and minor number of a device.
public record DeviceNumber(int major, int minor) {

  /// For nodes that are not devices.
  public static final DeviceNumber NONE = new DeviceNumber(0, 0);

  public DeviceNumber {
    if (major < 0 || major > 0xfff) {
      throw new IllegalArgumentException("major '" + major + "' must be 0 to 4095");
    }
    if (minor < 0 || minor > 0xfffff) {
      throw new IllegalArgumentException("minor '" + minor + "' must be 0 to 1048575");
    }
  }

  /// The kernel's 32-bit form, as mknod takes it (`new_encode_dev`).
  int encoded() {
    return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
  }
}
