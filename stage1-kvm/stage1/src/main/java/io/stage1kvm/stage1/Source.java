package io.stage1kvm.stage1;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks a setting up: `STAGE1_KVM_<NAME>` in the environment, then `<name>` in the file.
final class Source {
  private final Map<String, String> environment;
  private final Map<String, String> file;
  private final Set<String> known = new HashSet<>();

  Source(Map<String, String> environment, Map<String, String> file) {
    this.environment = environment;
    this.file = file;
  }

  private record Found(String where, String value) {}

  private Optional<Found> find(String name) {
    known.add(name);
    String variable = "STAGE1_KVM_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    String value = environment.get(variable);
    if (value != null && !value.isEmpty()) {
      return Optional.of(new Found(variable, value));
    }
    return Optional.ofNullable(file.get(name)).map(v -> new Found(Settings.FILE + " " + name, v));
  }

  Optional<String> text(String name) {
    return find(name).map(Found::value);
  }

  Optional<Path> path(String name) throws Stage1Exception {
    Optional<Found> found = find(name);
    if (found.isPresent() && !found.get().value().startsWith("/")) {
      throw bad(found.get(), "be an absolute path");
    }
    return found.map(f -> Path.of(f.value()));
  }

  boolean flag(String name) throws Stage1Exception {
    Optional<Found> found = find(name);
    return switch (found.map(Found::value).orElse("false")) {
      case "1", "true", "yes" -> true;
      case "0", "false", "no" -> false;
      default -> throw bad(found.orElseThrow(), "be 1 or 0");
    };
  }

  String oneOf(String name, String fallback, String... allowed) throws Stage1Exception {
    Optional<Found> found = find(name);
    if (found.isPresent() && !Arrays.asList(allowed).contains(found.get().value())) {
      throw bad(found.get(), "be one of " + String.join(", ", allowed));
    }
    return found.map(Found::value).orElse(fallback);
  }

  Optional<Integer> number(String name, int least, int most) throws Stage1Exception {
    Optional<Found> found = find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      int value = Integer.parseInt(found.get().value().strip());
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      throw bad(found.get(), "be a number from " + least + " to " + most);
    }
    throw bad(found.get(), "be a number from " + least + " to " + most);
  }

  /// A misspelt name in the file must not pass for a setting.
  void refuseUnknown() throws Stage1Exception {
    for (String name : file.keySet()) {
      if (!known.contains(name)) {
        throw Stage1Exception.usage("unknown setting '" + name + "' in " + Settings.FILE);
      }
    }
  }

  private static Stage1Exception bad(Found found, String rule) {
    return Stage1Exception.usage(found.where() + " '" + found.value() + "' must " + rule);
  }
}
