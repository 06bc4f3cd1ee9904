package io.stage1kvm.manifest.type;

/// AC Version (types.md): the version of the specification a manifest follows, in SemVer 2.0.0
/// format. Kept as written; `0.0.0` is refused, as actool does.
public record ACVersion(String value) implements Comparable<ACVersion> {
  /// The version these types implement.
  public static final ACVersion CURRENT = new ACVersion("0.8.11");

  public ACVersion {
    SemVer version = SemVer.parse(value);
    if (version == null) {
      throw InvalidValueException.of("AC version", value, "have the form of SemVer 2.0.0")
          .breaking(
              SemVer.isAlmost(value) ? ManifestRule.AC_VERSION_LETTER : ManifestRule.AC_VERSION);
    }
    if (version.isZero()) {
      throw InvalidValueException.of("AC version", value, "not be zero")
          .breaking(ManifestRule.AC_VERSION);
    }
  }

  /// Versions of one major series can read each other.
  public long major() {
    return SemVer.parse(value).major();
  }

  /// Precedence by SemVer 2.0.0 section 11. Versions that differ in build metadata only are ordered
  /// by text, to agree with equals.
  @Override
  public int compareTo(ACVersion other) {
    int order = SemVer.parse(value).compareTo(SemVer.parse(other.value));
    return order != 0 ? order : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
