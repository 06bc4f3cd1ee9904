package io.stage1kvm.aci.archive;

import java.util.Arrays;
import java.util.HexFormat;

/// An extended attribute: a full name such as `security.capability` and bytes.
///
/// @param name the name with its namespace
/// @param value copied on the way in and out
public record Xattr(String name, byte[] value) {
  public Xattr {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "xattr name '%s' must be text without NUL".formatted(ByteText.show(name)));
    }
    value = value.clone();
  }

  @Override
  public byte[] value() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Xattr that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "=0x" + HexFormat.of().formatHex(value);
  }
}
