package io.stage1kvm.aci.archive;

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
    boolean negative = text.startsWith("-");
    int point = text.indexOf('.');
    int end = point < 0 ? text.length() : point;
    long seconds = digits(text, negative ? 1 : 0, end, 11);
    long nanos = 0;
    if (point >= 0) {
      int fraction = Math.min(9, text.length() - point - 1);
      // What is finer than a nanosecond is cut, but has to be digits too.
      boolean rest = checkDigits(text, point + 1);
      nanos = fraction == 0 ? 0 : digits(text, point + 1, point + 1 + fraction, 9);
      for (int i = fraction; i < 9; i++) {
        nanos *= 10;
      }
      nanos += negative && rest ? 1 : 0;
    }
    if (seconds > MAX_SECONDS) {
      throw new NumberFormatException(text);
    }
    // Normalizes: a second and a half before 1970 is -2 and half a second.
    return negative
        ? Instant.ofEpochSecond(-seconds, -nanos)
        : Instant.ofEpochSecond(seconds, nanos);
  }

  /// @return whether there is anything but zeros after the ninth digit
  private static boolean checkDigits(String text, int from) {
    boolean rest = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw new NumberFormatException(text);
      }
      rest |= i >= from + 9 && c != '0';
    }
    return rest;
  }

  private static long digits(String text, int from, int to, int most) {
    if (from == to || to - from > most) {
      throw new NumberFormatException(text);
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException(text);
      }
      value = value * 10 + digit;
    }
    return value;
  }

  static String format(Instant time) {
    if (time.getNano() == 0) {
      return Long.toString(time.getEpochSecond());
    }
    boolean negative = time.getEpochSecond() < 0;
    long seconds = negative ? -(time.getEpochSecond() + 1) : time.getEpochSecond();
    int nanos = negative ? 1_000_000_000 - time.getNano() : time.getNano();
    String digits = Integer.toString(1_000_000_000 + nanos);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return (negative ? "-" : "") + seconds + "." + digits.substring(1, end);
  }
}
