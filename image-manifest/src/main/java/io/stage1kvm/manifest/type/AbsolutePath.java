package io.stage1kvm.manifest.type;

/// A path from the root of a file system, kept as written.
public record AbsolutePath(String value) {
  public AbsolutePath {
    Check.nonEmpty("path", value);
    if (value.charAt(0) != '/') {
      throw InvalidValueException.of("path", value, "be absolute")
          .breaking(ManifestRule.PATH_ABSOLUTE);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
