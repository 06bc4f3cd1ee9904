package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.manifest.json.Json;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// SARIF 2.1.0 (OASIS): one run, its rules, its results.
final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final Judgement judgement;
  private final Map<String, JsonValue> rules = new LinkedHashMap<>();
  private final List<JsonValue> results = new ArrayList<>();

  private SarifReport(Judgement judgement) {
    this.judgement = judgement;
  }

  static String of(List<Judged> judged, Judgement judgement) {
    SarifReport report = new SarifReport(judgement);
    for (Judged one : judged) {
      one.violations(judgement).forEach(v -> report.add(one.name(), v));
    }
    return Json.pretty(report.log()) + "\n";
  }

  private void add(String name, Violation v) {
    rules.putIfAbsent(
        v.rule(),
        object("id", text(v.rule()), "help", message(v.hint() + " (appc " + v.section() + ")")));
    results.add(
        object(
            "ruleId", text(v.rule()),
            "level", text(judgement.level(v).name().toLowerCase(Locale.ROOT)),
            "message", message(ByteText.show(v.message())),
            "locations", new JsonArray(List.of(location(name, v)))));
  }

  private JsonValue log() {
    JsonValue driver =
        object("name", text("aci"), "rules", new JsonArray(List.copyOf(rules.values())));
    JsonValue run =
        object(
            "tool", object("driver", driver),
            "columnKind", text("unicodeCodePoints"),
            "results", new JsonArray(results));
    return object(
        "$schema", text(SCHEMA), "version", text("2.1.0"), "runs", new JsonArray(List.of(run)));
  }

  /// A place in an image's manifest is no place in the image's file: it is told in words.
  private static JsonValue location(String name, Violation v) {
    Map<String, JsonValue> physical = new LinkedHashMap<>();
    physical.put("artifactLocation", object("uri", text(uri(name))));
    String logical = v.entry().map(ByteText::show).orElse("");
    if (v.place().isPresent()) {
      Violation.Place place = v.place().get();
      logical = (logical.isEmpty() ? "" : logical + ": ") + place.path();
      if (v.entry().isEmpty()) {
        JsonValue line = JsonReport.number(place.line());
        JsonValue column = JsonReport.number(place.column());
        physical.put("region", object("startLine", line, "startColumn", column));
      }
    }
    JsonObject where = new JsonObject(physical);
    return logical.isEmpty()
        ? object("physicalLocation", where)
        : object(
            "physicalLocation",
            where,
            "logicalLocations",
            new JsonArray(List.of(object("fullyQualifiedName", text(logical)))));
  }

  private static String uri(String name) {
    try {
      return new URI(null, null, name, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }

  private static JsonValue message(String text) {
    return object("text", text(text));
  }

  private static JsonString text(String text) {
    return new JsonString(text);
  }

  private static JsonObject object(Object... members) {
    Map<String, JsonValue> map = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      map.put((String) members[i], (JsonValue) members[i + 1]);
    }
    return new JsonObject(map);
  }
}
