package io.stage1kvm.aci.archive;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/// Times in pax records: decimal seconds since 1970 with an optional fraction.
final class PaxTime {
  /// Seconds that every Linux file system and [Instant] can hold with room to spare.
  private static final long MAX_SECONDS = 1L << 36;

  private PaxTime() {}

  /// @return the time of a header's field, which any 64 bits can stand in
  static Instant ofSeconds(long seconds) throws AciException {
    if (Math.abs(seconds) > MAX_SECONDS) {
      throw AciException.malformed("time '%d' is out of range".formatted(seconds));
    }
    return Instant.ofEpochSecond(seconds);
  }

  /// @throws NumberFormatException unless the text is a number in range
  static Instant parse(String text) {
    // Bounded before BigDecimal sees it: "1e999999999" is a short text and a huge number.
    if (text.length() > 64 || !text.matches("-?[0-9]+(\\.[0-9]*)?")) {
      throw new NumberFormatException(text);
    }
    BigDecimal value = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    BigDecimal seconds = value.setScale(0, RoundingMode.FLOOR);
    if (seconds.abs().compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
      throw new NumberFormatException(text);
    }
    BigDecimal nanos = value.subtract(seconds).movePointRight(9).setScale(0, RoundingMode.FLOOR);
    return Instant.ofEpochSecond(seconds.longValueExact(), nanos.longValueExact());
  }

  static String format(Instant time) {
    BigDecimal nanos = BigDecimal.valueOf(time.getNano(), 9);
    BigDecimal value = BigDecimal.valueOf(time.getEpochSecond()).add(nanos);
    return value.stripTrailingZeros().toPlainString();
  }
}
