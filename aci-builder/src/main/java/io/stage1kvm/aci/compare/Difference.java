package io.stage1kvm.aci.compare;

/// One thing in which two images differ.
///
/// @param kind what kind of difference it is
/// @param place a JSON path in the manifest, or a name in the rootfs
/// @param text what is different, for people
public record Difference(Kind kind, String place, String text) {
  /// How it differs.
  public enum Kind {
    /// Only the first image has it.
    REMOVED('-'),
    /// Only the second image has it.
    ADDED('+'),
    /// Both have it, but not the same.
    CHANGED('!');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }

    /// The sign at the beginning of a line.
    public char sign() {
      return sign;
    }
  }

  @Override
  public String toString() {
    return kind.sign() + " " + place + (text.isEmpty() ? "" : ": " + text);
  }
}
