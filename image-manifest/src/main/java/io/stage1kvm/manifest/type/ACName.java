package io.stage1kvm.manifest.type;

/// AC Name (types.md): the name of an app in a pod, a volume, a mount point or a port.
public record ACName(String value) implements Comparable<ACName> {
  private static final String TYPE = "AC name";
  private static final String SEPARATORS = "-";

  public ACName {
    Names.check(TYPE, value, SEPARATORS);
  }

  /// The nearest name to any text; what does not fit becomes `-`.
  public static ACName sanitize(String text) {
    return new ACName(Names.sanitize(TYPE, text, SEPARATORS, '-'));
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
