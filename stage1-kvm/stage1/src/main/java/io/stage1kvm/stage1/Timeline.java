package io.stage1kvm.stage1;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When each step of a pod's start happened, on the host's monotonic clock (ns; the clock of
/// `System.nanoTime` and of the launcher).
final class Timeline {
  /// Set by the launcher: CLOCK_MONOTONIC in ns at its first instruction.
  static final String LAUNCHER_VARIABLE = "STAGE1_KVM_LAUNCHER_NS";

  private record Mark(String step, long at) {}

  private final List<Mark> marks = new ArrayList<>();

  Timeline(Optional<String> launcherNanos) {
    launcherNanos.flatMap(Timeline::number).ifPresent(at -> marks.add(new Mark("launcher", at)));
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  synchronized void mark(String step) {
    markAt(step, System.nanoTime());
  }

  synchronized void markAt(String step, long nanos) {
    marks.add(new Mark(step, nanos));
  }

  /// Prints when the first one was on the clock, and then one line per step: seconds since the
  /// first
  /// one, seconds since the one before.
  synchronized void print(PrintStream out) {
    if (marks.isEmpty()) {
      return;
    }
    long first = marks.getFirst().at();
    long before = first;
    out.println("timeline: 0 s is " + first + " ns of the monotonic clock");
    for (Mark mark : marks) {
      out.printf(
          "timeline: %7.3f s  +%.3f s  %s%n",
          (mark.at() - first) / 1e9, (mark.at() - before) / 1e9, mark.step());
      before = mark.at();
    }
  }
}
