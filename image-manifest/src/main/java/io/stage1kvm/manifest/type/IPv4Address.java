package io.stage1kvm.manifest.type;

import java.net.InetAddress;

/// An IPv4 address in dotted quad notation.
public record IPv4Address(String value) {
  public IPv4Address {
    String[] parts = value.split("\\.", -1);
    boolean good = parts.length == 4;
    for (int i = 0; good && i < parts.length; i++) {
      good = isOctet(parts[i]);
    }
    if (!good) {
      throw InvalidValueException.of("address", value, "be an IPv4 address in dotted quad notation")
          .breaking(isIPv6(value) ? ManifestRule.HOST_IP_V4 : ManifestRule.HOST_IP);
    }
  }

  private static boolean isIPv6(String s) {
    if (s.indexOf(':') < 0 || !Check.consistsOf(s, "0123456789abcdefABCDEF:.")) {
      return false;
    }
    try {
      InetAddress.ofLiteral(s);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isOctet(String s) {
    // A leading zero means octal to some readers.
    boolean shape = !s.isEmpty() && s.length() <= 3 && (s.length() == 1 || s.charAt(0) != '0');
    return shape && Check.consistsOf(s, "0123456789") && Integer.parseInt(s) <= 255;
  }

  @Override
  public String toString() {
    return value;
  }
}
