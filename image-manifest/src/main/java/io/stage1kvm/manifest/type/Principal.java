package io.stage1kvm.manifest.type;

/// The user or group an app runs as (aci.md, `user` and `group`): a name of the image's
/// `/etc/passwd` or `/etc/group`, a number, or the absolute path of a file in the rootfs whose
/// owner or group is meant.
public record Principal(String value) {
  public static final Principal ROOT = new Principal("0");

  public Principal {
    Check.nonEmpty("user or group", value);
  }

  public boolean isPath() {
    return value.charAt(0) == '/';
  }

  /// All digits. It may still be a name: the image's own tables are asked first.
  public boolean isNumeric() {
    return Check.consistsOf(value, "0123456789");
  }

  @Override
  public String toString() {
    return value;
  }
}
