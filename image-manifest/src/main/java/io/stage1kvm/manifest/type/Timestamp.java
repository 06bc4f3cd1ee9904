package io.stage1kvm.manifest.type;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A point in time by RFC 3339 with an upper case `T` (types.md, Timestamps), kept as written.
///
/// Checked by hand: a formatter of the JDK costs a pod's start milliseconds, and almost no reader
/// of a manifest wants the time itself.
public record Timestamp(String value) {
  private static final String SHAPE = "0000-00-00T00:00:00";
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  public Timestamp {
    if (!isDateTime(value) || !isZone(value, endOfFraction(value))) {
      throw InvalidValueException.of(
              "timestamp", value, "be a time by RFC 3339 such as 2024-02-29T12:00:00Z")
          .breaking(isAlmost(value) ? ManifestRule.TIMESTAMP_LETTER : ManifestRule.TIMESTAMP);
    }
  }

  public static Timestamp of(Instant time) {
    return new Timestamp(DateTimeFormatter.ISO_INSTANT.format(time));
  }

  public Instant toInstant() {
    return OffsetDateTime.parse(value).toInstant();
  }

  /// What Go takes beside RFC 3339, and so actool: an hour of one digit, a comma before any number
  /// of
  /// decimals, zones beyond a day.
  private static boolean isAlmost(String value) {
    Matcher matcher =
        Pattern.compile(
                "(\\d{4}-\\d\\d-\\d\\dT)(\\d{1,2})(:\\d\\d:\\d\\d)([.,]\\d+)?(Z|[+-]\\d\\d:\\d\\d)")
            .matcher(value);
    return matcher.matches()
        && isDateTime(
            matcher.group(1)
                + (matcher.group(2).length() == 1 ? "0" : "")
                + matcher.group(2)
                + matcher.group(3));
  }

  private static boolean isDateTime(String s) {
    if (s.length() < SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      boolean digit = s.charAt(i) >= '0' && s.charAt(i) <= '9';
      if (SHAPE.charAt(i) == '0' ? !digit : s.charAt(i) != SHAPE.charAt(i)) {
        return false;
      }
    }
    int month = number(s, 5, 7);
    return month >= 1
        && month <= 12
        && isDay(number(s, 0, 4), month, number(s, 8, 10))
        && number(s, 11, 13) < 24
        && number(s, 14, 16) < 60
        && number(s, 17, 19) < 60;
  }

  private static boolean isDay(int year, int month, int day) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int last = month == 2 && !leap ? 28 : DAYS[month - 1];
    return day >= 1 && day <= last;
  }

  /// The index after the fraction of a second; -1 for a point without 1 to 9 digits.
  private static int endOfFraction(String s) {
    int pos = SHAPE.length();
    if (pos == s.length() || s.charAt(pos) != '.') {
      return pos;
    }
    int start = ++pos;
    while (pos < s.length() && s.charAt(pos) >= '0' && s.charAt(pos) <= '9') {
      pos++;
    }
    return pos == start || pos - start > 9 ? -1 : pos;
  }

  private static boolean isZone(String s, int pos) {
    if (pos < 0 || pos == s.length()) {
      return false;
    }
    if (s.charAt(pos) == 'Z') {
      return pos + 1 == s.length();
    }
    return (s.charAt(pos) == '+' || s.charAt(pos) == '-')
        && s.length() == pos + 6
        && s.charAt(pos + 3) == ':'
        && isBelow(s, pos + 1, 19)
        && isBelow(s, pos + 4, 60);
  }

  private static boolean isBelow(String s, int pos, int bound) {
    int tens = s.charAt(pos) - '0';
    int ones = s.charAt(pos + 1) - '0';
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && tens * 10 + ones < bound;
  }

  private static int number(String s, int from, int to) {
    return Integer.parseInt(s, from, to, 10);
  }

  @Override
  public String toString() {
    return value;
  }
}
