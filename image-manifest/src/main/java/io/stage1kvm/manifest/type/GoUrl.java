package io.stage1kvm.manifest.type;

/// What actool takes for a URL: what the parser of Go's library reads, with one of two schemes.
final class GoUrl {
  /// Beside letters and digits; the rest of ASCII is refused in a host.
  private static final String HOST = "-._~!$&'()*+,;=:[]<>\"%";

  private static final String USER = "-._~!$&'()*+,;=:%@";

  private GoUrl() {}

  static boolean isReadable(String s) {
    int colon = s.indexOf(':');
    String scheme = colon < 0 ? "" : s.substring(0, colon);
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https") || hasControls(s)) {
      return false;
    }
    int hash = s.indexOf('#');
    if (hash >= 0 && !isEscaped(s.substring(hash))) {
      return false;
    }
    String rest = s.substring(colon + 1, hash < 0 ? s.length() : Math.max(hash, colon + 1));
    int query = rest.indexOf('?');
    rest = query < 0 ? rest : rest.substring(0, query);
    if (!rest.startsWith("/")) {
      return true;
    }
    if (!rest.startsWith("//") || rest.startsWith("///")) {
      return isEscaped(rest);
    }
    int slash = rest.indexOf('/', 2);
    String authority = rest.substring(2, slash < 0 ? rest.length() : slash);
    return isAuthority(authority) && (slash < 0 || isEscaped(rest.substring(slash)));
  }

  static boolean isEscape(String s, int i) {
    return i + 2 < s.length() && isHex(s.charAt(i + 1)) && isHex(s.charAt(i + 2));
  }

  private static boolean isAuthority(String s) {
    int at = s.lastIndexOf('@');
    if (at >= 0 && (!consists(s.substring(0, at), USER) || !isEscaped(s.substring(0, at)))) {
      return false;
    }
    String host = s.substring(at + 1);
    if (host.startsWith("[")) {
      int end = host.lastIndexOf(']');
      return end >= 0 && isPort(host.substring(end + 1)) && isHost(host.substring(0, end + 1));
    }
    int colon = host.lastIndexOf(':');
    return (colon < 0 || isPort(host.substring(colon))) && isHost(host);
  }

  private static boolean isHost(String host) {
    for (int i = host.indexOf('%'); i >= 0; i = host.indexOf('%', i + 1)) {
      // Of ASCII only '%25', and that only in the zone of an IPv6 address, may be escaped.
      boolean zone = host.startsWith("[") && host.startsWith("%25", i);
      if (!isEscape(host, i) || !zone && Character.digit(host.charAt(i + 1), 16) < 8) {
        return false;
      }
    }
    return consists(host, HOST);
  }

  private static boolean isPort(String s) {
    return s.isEmpty() || s.charAt(0) == ':' && Check.consistsOf(s.substring(1), "0123456789");
  }

  private static boolean consists(String s, String marks) {
    return s.chars()
        .allMatch(c -> c >= 0x80 || Character.isLetterOrDigit(c) || marks.indexOf(c) >= 0);
  }

  private static boolean isEscaped(String s) {
    for (int i = s.indexOf('%'); i >= 0; i = s.indexOf('%', i + 1)) {
      if (!isEscape(s, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasControls(String s) {
    return s.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }
}
