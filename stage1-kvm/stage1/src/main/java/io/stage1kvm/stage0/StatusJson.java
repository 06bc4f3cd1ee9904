package io.stage1kvm.stage0;

import io.stage1kvm.stage0.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The state of pods as JSON, with the fields that rkt gives it: times of pods in seconds, of apps
/// in nanoseconds, what is not known left out.
final class StatusJson {
  private static final long NANOS = 1_000_000_000;

  private StatusJson() {}

  static Map<String, Object> of(PodFacts facts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", facts.pod().uuid());
    json.put("state", facts.pod().state());
    if (facts.pod().stage() == PodStage.RUN && !facts.networks().isEmpty()) {
      json.put("networks", facts.networks().stream().map(NetworkFacts::fields).toList());
    }
    if (!facts.apps().isEmpty()) {
      json.put("app_names", facts.apps().stream().map(AppFacts::name).toList());
      json.put("apps", facts.apps().stream().map(app -> app(facts, app)).toList());
    }
    facts.created().ifPresent(time -> json.put("created_at", time.getEpochSecond()));
    facts.started().ifPresent(time -> json.put("started_at", time.getEpochSecond()));
    return json;
  }

  private static Map<String, Object> app(PodFacts facts, AppFacts app) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", app.name());
    json.put("state", state(facts.pod(), app));
    nanos(json, "created_at", facts.created());
    nanos(json, "started_at", facts.started());
    nanos(json, "finished_at", facts.garbageSince());
    app.exitCode().ifPresent(code -> json.put("exit_code", code));
    app.imageId().ifPresent(id -> json.put("image_id", id));
    return json;
  }

  private static void nanos(Map<String, Object> json, String name, Optional<Instant> time) {
    time.ifPresent(instant -> json.put(name, instant.getEpochSecond() * NANOS + instant.getNano()));
  }

  private static String state(Pod pod, AppFacts app) {
    if (pod.isRunning() && app.exitCode().isEmpty()) {
      return "running";
    }
    return pod.hasRun() ? "exited" : "unknown";
  }

  /// @param format `json` or `json-pretty`
  static String text(Object json, String format) {
    return Json.write(json, format.equals("json-pretty")) + "\n";
  }
}
