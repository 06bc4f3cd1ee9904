package io.stage1kvm.pod;

import io.stage1kvm.manifest.type.Environment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The environment of an app's processes.
final class AppEnvironment {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "SHELL", "/bin/sh",
          "USER", "root",
          "LOGNAME", "root",
          "HOME", "/root");

  private AppEnvironment() {}

  /// What the manifest says, what appc promises on top (ace.md, "Environment Variables"), and the
  /// rest by
  /// default.
  static List<String> of(String app, Environment manifest, Optional<String> term) {
    Map<String, String> merged = new TreeMap<>(DEFAULTS);
    term.ifPresent(t -> merged.put("TERM", t));
    merged.put("container", "rkt");
    manifest.forEach(variable -> merged.put(variable.name(), variable.value()));
    merged.put("AC_APP_NAME", app);
    return merged.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }
}
