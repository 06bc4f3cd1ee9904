package io.stage1kvm.maven;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The goal's parameters as arguments of `aci build`. A text or a path that is not given is null,
/// as Maven has it.
record BuildArguments(
    String name,
    List<String> exec,
    Map<String, String> labels,
    String user,
    String group,
    Path rootfs,
    Path layout,
    Path output,
    String compression,
    String timestamp,
    boolean ownerRoot) {
  /// @throws IllegalArgumentException if they do not go together
  List<String> toList() {
    if ((rootfs == null) == (layout == null)) {
      throw new IllegalArgumentException("give either rootfs or layout");
    }
    if ((rootfs == null) != (name == null)) {
      throw new IllegalArgumentException("name goes together with rootfs");
    }
    if (layout != null && (!exec.isEmpty() || !labels.isEmpty())) {
      throw new IllegalArgumentException("a layout has a manifest already");
    }
    List<String> arguments = new ArrayList<>(List.of("build", "--overwrite"));
    arguments.add("--compression=" + compression);
    if (timestamp != null && !timestamp.isBlank()) {
      arguments.add("--timestamp=" + seconds(timestamp.strip()));
    }
    if (ownerRoot) {
      arguments.add("--owner-root");
    }
    addManifest(arguments);
    arguments.add((rootfs == null ? layout : rootfs).toString());
    arguments.add(output.toString());
    if (!exec.isEmpty()) {
      arguments.add("--");
      arguments.addAll(exec);
    }
    return arguments;
  }

  private void addManifest(List<String> arguments) {
    if (name != null) {
      arguments.add("--name=" + name);
      labels.forEach((label, value) -> arguments.add("--label=" + label + "=" + value));
      arguments.add("--user=" + (user == null ? "0" : user));
      arguments.add("--group=" + (group == null ? "0" : group));
    }
  }

  /// As `project.build.outputTimestamp` is written: ISO 8601, or seconds since 1970.
  private static long seconds(String timestamp) {
    try {
      return timestamp.matches("[0-9]+")
          ? Long.parseLong(timestamp)
          : OffsetDateTime.parse(timestamp).toEpochSecond();
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "timestamp '" + timestamp + "' must be a time in ISO 8601 or seconds since 1970", e);
    }
  }
}
