package io.stage1kvm.stage0;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of an app's log, in the form that Kubernetes reads.
///
/// @param time when it was written
/// @param error whether to stderr
/// @param complete whether it ended with an end of line
/// @param text its bytes, one in each character, without the end of line
record LogLine(Instant time, boolean error, boolean complete, String text) {
  private static final Pattern FORM =
      Pattern.compile("(\\S+) (stdout|stderr) ([FP])(?: (.*))?", Pattern.DOTALL);

  /// A line that was cut off when the host crashed is none.
  static Optional<LogLine> parse(byte[] line) {
    Matcher form = FORM.matcher(new String(line, StandardCharsets.ISO_8859_1));
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LogLine(
              Instant.parse(form.group(1)),
              form.group(2).equals("stderr"),
              form.group(3).equals("F"),
              form.group(4) == null ? "" : form.group(4)));
    } catch (DateTimeException ignored) {
      return Optional.empty();
    }
  }

  /// What the app wrote.
  byte[] bytes() {
    return (text + (complete ? "\n" : "")).getBytes(StandardCharsets.ISO_8859_1);
  }
}
