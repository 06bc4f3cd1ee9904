package io.stage1kvm.manifest.type;

/// A URL with the scheme http or https and a host (aci.md, `homepage` and `documentation`), kept as
/// written.
public record HttpUrl(String value) {
  public HttpUrl {
    int host = afterScheme(value);
    if (host < 0) {
      throw broken(value, "begin with http:// or https://");
    }
    if (host == value.length() || "/?#:".indexOf(value.charAt(host)) >= 0) {
      throw broken(value, "name a host");
    }
    if (!isClean(value)) {
      throw broken(value, "not contain spaces, control characters or a '%' without two hex digits");
    }
    if (!GoUrl.isReadable(value)) {
      throw broken(value, "have a host and a port as in RFC 3986");
    }
    Check.text("URL", value);
  }

  private static InvalidValueException broken(String value, String rule) {
    return InvalidValueException.of("URL", value, rule)
        .breaking(GoUrl.isReadable(value) ? ManifestRule.URL_LETTER : ManifestRule.URL);
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
      if (c <= ' ' || c == 0x7f || c == '%' && !GoUrl.isEscape(s, i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
