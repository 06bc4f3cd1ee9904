package io.stage1kvm.manifest.type;

/// Image ID (types.md): `sha512-` and the digest of the uncompressed archive in lower case hex. A
/// prefix of the digest is allowed, since rkt stores and prints the first half; so are three dots
/// for the rest of it or all of it, as the specification's examples have them.
///
/// Safe as a file name.
public record ImageID(String value) implements Comparable<ImageID> {
  private static final String PREFIX = "sha512-";
  private static final int DIGEST_LENGTH = 128;
  private static final String ELLIPSIS = "...";

  public ImageID {
    int end = value.length() - (value.endsWith(ELLIPSIS) ? ELLIPSIS.length() : 0);
    boolean good =
        value.startsWith(PREFIX)
            && value.length() > PREFIX.length()
            && end <= PREFIX.length() + DIGEST_LENGTH;
    for (int i = PREFIX.length(); good && i < end; i++) {
      char c = value.charAt(i);
      good = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
    if (!good) {
      throw InvalidValueException.of(
              "image ID", value, "be 'sha512-' and up to 128 lower case hexadecimal digits")
          .breaking(isAlmost(value) ? ManifestRule.IMAGE_ID_DIGEST : ManifestRule.IMAGE_ID);
    }
  }

  /// Anything without a dash behind the prefix: actool looks no closer.
  private static boolean isAlmost(String value) {
    return value.startsWith(PREFIX)
        && value.length() > PREFIX.length()
        && value.indexOf('-', PREFIX.length()) < 0;
  }

  /// Whether all 512 bits are there.
  public boolean isComplete() {
    return digits().length() == DIGEST_LENGTH && !isElided();
  }

  /// Whether three dots stand for digits.
  public boolean isElided() {
    return value.endsWith(ELLIPSIS);
  }

  /// Whether both can be the ID of one image: equal as far as the shorter one goes. One without
  /// any digit is nobody's.
  public boolean matches(ImageID other) {
    String mine = digits();
    String others = other.digits();
    return !mine.isEmpty()
        && !others.isEmpty()
        && (mine.startsWith(others) || others.startsWith(mine));
  }

  private String digits() {
    return value.substring(PREFIX.length(), value.length() - (isElided() ? ELLIPSIS.length() : 0));
  }

  // Written out, since these are keys of maps on the start path: what a record generates is linked
  // at
  // run time, which no AOT cache keeps.
  @Override
  public boolean equals(Object other) {
    return other instanceof ImageID that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(ImageID other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
