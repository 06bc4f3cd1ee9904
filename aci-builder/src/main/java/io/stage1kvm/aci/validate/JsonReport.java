package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.manifest.json.Json;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonBoolean;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `{"files": [{"file": …, "valid": …, "findings": […]}]}`.
final class JsonReport {
  private JsonReport() {}

  static String of(List<Judged> judged, Judgement judgement) {
    List<JsonValue> files = judged.stream().map(one -> file(one, judgement)).toList();
    return Json.pretty(new JsonObject(Map.of("files", new JsonArray(files)))) + "\n";
  }

  private static JsonValue file(Judged one, Judgement judgement) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("file", new JsonString(one.name()));
    members.put("valid", new JsonBoolean(one.isValid(judgement)));
    members.put(
        "findings",
        new JsonArray(one.violations(judgement).stream().map(v -> finding(v, judgement)).toList()));
    return new JsonObject(members);
  }

  private static JsonValue finding(Violation v, Judgement judgement) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("rule", new JsonString(v.rule()));
    members.put("level", new JsonString(judgement.level(v).name().toLowerCase(Locale.ROOT)));
    members.put("message", new JsonString(ByteText.show(v.message())));
    members.put("hint", new JsonString(v.hint()));
    members.put("section", new JsonString(v.section()));
    v.entry().ifPresent(entry -> members.put("entry", new JsonString(ByteText.show(entry))));
    v.place()
        .ifPresent(
            place -> {
              members.put("path", new JsonString(place.path()));
              members.put("line", number(place.line()));
              members.put("column", number(place.column()));
            });
    return new JsonObject(members);
  }

  static JsonNumber number(int value) {
    return new JsonNumber(Integer.toString(value));
  }
}
