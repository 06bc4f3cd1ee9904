package io.stage1kvm.manifest.type;

import java.util.UUID;

/// The UUID of a pod. Printed in canonical form, read with or without dashes, never all zeros.
public record PodUUID(UUID value) {
  private static final int HEX_DIGITS = 32;

  public PodUUID {
    if (value.getMostSignificantBits() == 0 && value.getLeastSignificantBits() == 0) {
      throw InvalidValueException.of("UUID", value, "not be zero");
    }
  }

  public static PodUUID parse(String text) {
    String digits = text.replace("-", "");
    if (digits.length() != HEX_DIGITS || !Check.consistsOf(digits, "0123456789abcdefABCDEF")) {
      throw InvalidValueException.of("UUID", text, "have 32 hexadecimal digits");
    }
    long high = Long.parseUnsignedLong(digits, 0, HEX_DIGITS / 2, 16);
    long low = Long.parseUnsignedLong(digits, HEX_DIGITS / 2, HEX_DIGITS, 16);
    return new PodUUID(new UUID(high, low));
  }

  public static PodUUID random() {
    return new PodUUID(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
