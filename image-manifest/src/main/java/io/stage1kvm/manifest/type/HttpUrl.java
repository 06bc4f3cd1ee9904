package io.stage1kvm.manifest.type;

/// A URL with the scheme http or https and a host (aci.md, `homepage` and `documentation`), kept as
/// written.
public record HttpUrl(String value) {
  public HttpUrl {
    Check.text("URL", value);
    int host = afterScheme(value);
    if (host < 0) {
      throw InvalidValueException.of("URL", value, "begin with http:// or https://");
    }
    if (host == value.length() || "/?#:".indexOf(value.charAt(host)) >= 0) {
      throw InvalidValueException.of("URL", value, "name a host");
    }
    if (!isClean(value)) {
      throw InvalidValueException.of(
          "URL", value, "not contain spaces, control characters or a '%' without two hex digits");
    }
  }

  private static int afterScheme(String s) {
    for (String scheme : new String[] {"http://", "https://"}) {
      if (s.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return scheme.length();
      }
    }
    return -1;
  }

  private static boolean isClean(String s) {
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      boolean escaped = c == '%' && (i + 2 >= s.length() || !isHex(s, i + 1) || !isHex(s, i + 2));
      if (c <= ' ' || c == 0x7f || escaped) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String s, int i) {
    return Character.digit(s.charAt(i), 16) >= 0 && s.charAt(i) < 0x80;
  }

  @Override
  public String toString() {
    return value;
  }
}
