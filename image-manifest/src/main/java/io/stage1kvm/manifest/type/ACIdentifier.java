package io.stage1kvm.manifest.type;

/// AC Identifier (types.md): the name of an image, label, annotation or isolator, such as
/// `example.com/reduce-worker`.
public record ACIdentifier(String value) implements Comparable<ACIdentifier> {
  private static final String TYPE = "AC identifier";
  private static final String SEPARATORS = "-._~/";

  public ACIdentifier {
    Names.check(TYPE, value, SEPARATORS, ManifestRule.AC_IDENTIFIER);
  }

  /// The nearest identifier to any text; what does not fit becomes `_`.
  public static ACIdentifier sanitize(String text) {
    return new ACIdentifier(Names.sanitize(TYPE, text, SEPARATORS, '_'));
  }

  // Written out, since these are keys of maps on the start path: what a record generates is linked
  // at
  // run time, which no AOT cache keeps.
  @Override
  public boolean equals(Object other) {
    return other instanceof ACIdentifier that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(ACIdentifier other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
