package io.stage1kvm.stage0;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How long ago something was, in words.
final class Age {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long WEEK = 7 * DAY;
  private static final long MONTH = 30 * DAY;
  private static final long YEAR = 12 * MONTH;
  private static final long LONG = 37 * YEAR;

  private record Unit(long seconds, String name) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit(YEAR, "year"),
          new Unit(MONTH, "month"),
          new Unit(WEEK, "week"),
          new Unit(DAY, "day"),
          new Unit(HOUR, "hour"),
          new Unit(MINUTE, "minute"),
          new Unit(1, "second"));

  private Age() {}

  static String of(Instant then, Instant now) {
    long seconds = Duration.between(then, now).toSeconds();
    if (seconds >= LONG) {
      return "a long while ago";
    }
    for (Unit unit : UNITS) {
      long count = seconds / unit.seconds();
      if (count > 0) {
        return count + " " + unit.name() + (count == 1 ? "" : "s") + " ago";
      }
    }
    return "now";
  }
}
