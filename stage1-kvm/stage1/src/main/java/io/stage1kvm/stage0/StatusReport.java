package io.stage1kvm.stage0;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.stream.Collectors;

/// The state of a pod as `key=value` lines, as rkt prints it.
///
/// @param zone for the times
record StatusReport(ZoneId zone) {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 3, true)
          .appendPattern(" xx zzz")
          .toFormatter(Locale.ROOT);

  String text(PodFacts facts) {
    StringBuilder lines = new StringBuilder();
    Pod pod = facts.pod();
    line(lines, "state", pod.state());
    facts.created().ifPresent(time -> line(lines, "created", time(time)));
    facts.started().ifPresent(time -> line(lines, "started", time(time)));
    if (pod.stage() == PodStage.RUN) {
      line(lines, "networks", networks(facts));
    }
    if (pod.hasRun()) {
      facts.pid().ifPresent(pid -> line(lines, "pid", pid));
      line(lines, "exited", Boolean.toString(pod.isExited()));
    }
    if (pod.isExited()) {
      for (AppFacts app : facts.apps()) {
        app.exitCode().ifPresent(code -> line(lines, "app-" + app.name(), Integer.toString(code)));
      }
    }
    return lines.toString();
  }

  private static void line(StringBuilder lines, String key, String value) {
    lines.append(key).append('=').append(value).append('\n');
  }

  static String networks(PodFacts facts) {
    return facts.networks().stream().map(NetworkFacts::shown).collect(Collectors.joining(", "));
  }

  /// `2026-11-23 06:40:53.819 +0000 UTC`.
  String time(Instant instant) {
    ZoneId shown = zone.normalized().equals(java.time.ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
    return TIME.format(instant.atZone(shown));
  }
}
