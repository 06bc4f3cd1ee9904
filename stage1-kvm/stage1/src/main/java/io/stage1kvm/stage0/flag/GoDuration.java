package io.stage1kvm.stage0.flag;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `30m`, `1h30m0s`, `1.5s`, `-1s`, `0`.
public final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("[+-]?(0|([0-9]{1,9}(\\.[0-9]{1,9})?(h|ms|m|s|us|ns))+)");
  private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s|us|ns)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "h", 3_600_000_000_000L,
          "m", 60_000_000_000L,
          "s", 1_000_000_000L,
          "ms", 1_000_000L,
          "us", 1_000L,
          "ns", 1L);

  private GoDuration() {}

  /// Reads the value of a flag.
  public static Duration parse(String flag, String text) throws FlagException {
    if (!WHOLE.matcher(text).matches()) {
      throw FlagException.invalid(flag, text, "be a duration such as 30m, 1h30m or 0s");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal nanos =
          new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2))));
      sum = sum.plus(Duration.ofSeconds(0, nanos.longValue()));
    }
    return text.startsWith("-") ? sum.negated() : sum;
  }
}
