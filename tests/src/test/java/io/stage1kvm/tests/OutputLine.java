package io.stage1kvm.tests;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of an app as `run` shows it: `[   12.345678] app[42]: text`.
///
/// @param seconds on the host's monotonic clock
/// @param pid of the app's main process, in the pod
record OutputLine(double seconds, String app, long pid, String text) {
  private static final Pattern FORM =
      Pattern.compile("\\[ *(\\d+\\.\\d{6})\\] ([a-z0-9-]+)\\[(\\d+)\\]: (.*)");

  /// Takes all lines apart; one of another form is a failure.
  static List<OutputLine> of(String output) {
    return output.lines().map(OutputLine::parse).toList();
  }

  static OutputLine parse(String line) {
    Matcher parts = FORM.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("not a line of an app: '" + line + "'");
    }
    return new OutputLine(
        Double.parseDouble(parts.group(1)),
        parts.group(2),
        Long.parseLong(parts.group(3)),
        parts.group(4));
  }
}
