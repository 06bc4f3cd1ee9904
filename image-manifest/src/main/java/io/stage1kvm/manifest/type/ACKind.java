package io.stage1kvm.manifest.type;

/// AC Kind (types.md).
public enum ACKind {
  IMAGE_MANIFEST("ImageManifest"),
  POD_MANIFEST("PodManifest");

  private final String value;

  ACKind(String value) {
    this.value = value;
  }

  public static ACKind of(String value) {
    for (ACKind kind : values()) {
      if (kind.value.equals(value)) {
        return kind;
      }
    }
    throw InvalidValueException.of("acKind", value, "be 'ImageManifest' or 'PodManifest'")
        .breaking(ManifestRule.AC_KIND);
  }

  /// As in a manifest.
  @Override
  public String toString() {
    return value;
  }
}
