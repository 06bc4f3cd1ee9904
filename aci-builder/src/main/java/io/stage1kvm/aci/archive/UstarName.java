package io.stage1kvm.aci.archive;

import java.util.Arrays;

/// A name as the two fields of a ustar header hold it.
///
/// @param whole whether the two fields say all of it; else a pax record must
record UstarName(byte[] prefix, byte[] name, boolean whole) {
  private static final byte[] NOTHING = {};

  /// @return whether one field of 100 bytes can hold the text: short, and ASCII as POSIX asks
  static boolean fits(String text) {
    return text.length() <= TarField.NAME.length && isAscii(text);
  }

  static UstarName split(String name) {
    if (fits(name)) {
      return new UstarName(NOTHING, ByteText.encode(name), true);
    }
    int slash = name.lastIndexOf('/', TarField.PREFIX.length);
    int rest = name.length() - slash - 1;
    if (isAscii(name) && slash > 0 && rest > 0 && rest <= TarField.NAME.length) {
      return new UstarName(
          ByteText.encode(name.substring(0, slash)),
          ByteText.encode(name.substring(slash + 1)),
          true);
    }
    return new UstarName(NOTHING, cut(name), false);
  }

  /// @return as many bytes of the text as a name's field holds
  static byte[] cut(String text) {
    byte[] bytes = ByteText.encode(text);
    return bytes.length <= TarField.NAME.length
        ? bytes
        : Arrays.copyOf(bytes, TarField.NAME.length);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
