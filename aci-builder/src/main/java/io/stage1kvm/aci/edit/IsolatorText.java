package io.stage1kvm.aci.edit;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.isolator.IsolatorEntry;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Isolators as actool's option `--isolators` writes them: `resource/cpu,request=50m,limit=100m`,
/// or with a plain value `os/linux/oom-score-adj,100`.
public final class IsolatorText {
  private static final String WHAT = "isolator";

  private IsolatorText() {}

  /// @throws InvalidValueException if it is none, or one that has an option of its own
  public static IsolatorEntry parse(String text) {
    String[] parts = text.split(",");
    String name = parts[0];
    JsonValue value =
        switch (name) {
          case "os/linux/no-new-privileges", "os/linux/oom-score-adj", "os/linux/cpu-shares" ->
              plain(text, parts);
          default -> {
            if (!name.startsWith("resource/")) {
              throw InvalidValueException.of(
                  WHAT, name, "be a resource or have a number or truth as its value");
            }
            yield fields(text, parts);
          }
        };
    return decode(text, name, value);
  }

  private static JsonValue plain(String text, String[] parts) {
    if (parts.length != 2) {
      throw InvalidValueException.of(WHAT, text, "have the form NAME,VALUE");
    }
    try {
      return JsonDocument.read(parts[1].getBytes(StandardCharsets.UTF_8), text);
    } catch (ManifestException e) {
      throw InvalidValueException.of(WHAT, text, "have a number or truth as its value");
    }
  }

  private static JsonValue fields(String text, String[] parts) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String key = equals < 1 ? "" : parts[i].substring(0, equals);
      if (key.isEmpty() || fields.containsKey(key)) {
        throw InvalidValueException.of(WHAT, text, "have the form NAME,KEY=VALUE,…, each key once");
      }
      String value = parts[i].substring(equals + 1);
      // The one field of an isolator that is no string.
      fields.put(
          key,
          key.equals("default")
              ? new JsonValue.JsonBoolean(value.equals("true"))
              : new JsonString(value));
    }
    return new JsonObject(fields);
  }

  /// Values are judged where manifests are read.
  private static IsolatorEntry decode(String text, String name, JsonValue value) {
    JsonObject isolator = new JsonObject(Map.of("name", new JsonString(name), "value", value));
    ImageManifest carrier = ImageManifest.builder("a").app(App.builder().build()).build();
    try {
      JsonObject manifest =
          (JsonObject) JsonDocument.read(ManifestJson.write(carrier), "isolator's carrier");
      Map<String, JsonValue> members = new LinkedHashMap<>(manifest.members());
      Map<String, JsonValue> app = new LinkedHashMap<>(((JsonObject) members.get("app")).members());
      app.put("isolators", new JsonArray(List.of(isolator)));
      members.put("app", new JsonObject(app));
      return ManifestJson.readImage(JsonDocument.write(new JsonObject(members)), text)
          .app()
          .orElseThrow()
          .isolators()
          .entries()
          .getFirst();
    } catch (ManifestException e) {
      throw InvalidValueException.of(WHAT, text, "be valid: " + e.reason());
    }
  }
}
