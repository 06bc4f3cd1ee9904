package io.stage1kvm.boot;

import io.stage1kvm.stage0.flag.FlagException;
import java.util.HexFormat;

/// The address of a network interface.
final class MacAddress {

  private static final int SIZE = 6;
  private static final int MULTICAST = 1;

  private MacAddress() {}

  /// Six bytes of `02:00:00:00:00:01`.
  static byte[] parse(String text) throws FlagException {
    try {
      byte[] bytes = HexFormat.ofDelimiter(":").parseHex(text);
      if (bytes.length == SIZE && (bytes[0] & MULTICAST) == 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw FlagException.invalid("tap", text, "have a MAC address such as 02:00:00:00:00:01");
  }
}
