package io.stage1kvm.manifest.type;

/// AC Name (types.md): the name of an app in a pod, a volume, a mount point or a port.
public record ACName(String value) implements Comparable<ACName> {
  private static final String TYPE = "AC name";
  private static final String SEPARATORS = "-";

  public ACName {
    Names.check(TYPE, value, SEPARATORS, ManifestRule.AC_NAME);
  }

  /// The nearest name to any text; what does not fit becomes `-`.
  public static ACName sanitize(String text) {
    return new ACName(Names.sanitize(TYPE, text, SEPARATORS, '-'));
  }

  // Written out, since these are keys of maps on the start path: what a record generates is linked
  // at
  // run time, which no AOT cache keeps.
  @Override
  public boolean equals(Object other) {
    return other instanceof ACName that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(ACName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
