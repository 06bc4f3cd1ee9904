package io.stage1kvm.stage0;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The list of pods: one row for each app, what concerns the pod only in the first.
///
/// @param full whole UUIDs and times, and the images' IDs
/// @param legend whether to head the columns
/// @param report how times look
/// @param now for how long ago something was
record PodTable(boolean full, boolean legend, StatusReport report, Instant now) {
  private static final int SHORT_UUID = 8;
  private static final int SHORT_ID = "sha512-".length() + 12;

  String text(List<PodFacts> pods) {
    TabTable table = new TabTable();
    if (legend) {
      table.row(
          row("UUID", "APP", "IMAGE NAME", "IMAGE ID", "STATE", "CREATED", "STARTED", "NETWORKS"));
    }
    for (PodFacts pod : pods) {
      pod(table, pod);
    }
    return table.text();
  }

  private void pod(TabTable table, PodFacts facts) {
    Pod pod = facts.pod();
    List<AppFacts> apps = new ArrayList<>(facts.apps());
    if (apps.isEmpty()) {
      apps.add(new AppFacts("-", "-", Optional.of("-"), java.util.OptionalInt.empty()));
    }
    for (AppFacts app : apps) {
      boolean first = app.equals(apps.getFirst());
      Function<String, String> once = text -> first ? text : "";
      table.row(
          row(
              once.apply(full ? pod.uuid() : pod.uuid().substring(0, SHORT_UUID)),
              app.name(),
              app.imageName(),
              app.imageId().map(PodTable::shortId).orElse("-"),
              once.apply(pod.state()),
              once.apply(time(Optional.of(facts.created().orElse(Instant.MIN)))),
              once.apply(time(facts.started())),
              once.apply(StatusReport.networks(facts))));
    }
  }

  private static String shortId(String id) {
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  private String time(Optional<Instant> time) {
    if (time.isPresent() && time.get().equals(Instant.MIN)) {
      return "a long while ago";
    }
    return time.map(t -> full ? report.time(t) : Age.of(t, now)).orElse("");
  }

  /// Only the full list has the images' IDs.
  private List<String> row(String... cells) {
    List<String> row = new ArrayList<>(List.of(cells));
    if (!full) {
      row.remove(3);
    }
    return row;
  }
}
