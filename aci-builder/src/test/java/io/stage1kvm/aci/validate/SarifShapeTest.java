package io.stage1kvm.aci.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the schema of SARIF 2.1.0 asks of the parts that are written here: their properties (it
/// allows no others), which of them must be there, and the values of enumerations.
class SarifShapeTest {
  /// Of an object, by the property that it is the value of: those that must be there end with `!`.
  private static final Map<String, Set<String>> PROPERTIES =
      Map.ofEntries(
          Map.entry("", Set.of("$schema", "version!", "runs!")),
          Map.entry("runs", Set.of("tool!", "columnKind", "results")),
          Map.entry("tool", Set.of("driver!")),
          Map.entry("driver", Set.of("name!", "rules")),
          Map.entry("rules", Set.of("id!", "help")),
          Map.entry("help", Set.of("text!")),
          Map.entry("results", Set.of("ruleId", "level", "message!", "locations")),
          Map.entry("message", Set.of("text!")),
          Map.entry("locations", Set.of("physicalLocation", "logicalLocations")),
          Map.entry("physicalLocation", Set.of("artifactLocation!", "region")),
          Map.entry("artifactLocation", Set.of("uri")),
          Map.entry("region", Set.of("startLine", "startColumn")),
          Map.entry("logicalLocations", Set.of("fullyQualifiedName")));

  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "version", Set.of("2.1.0"),
          "columnKind", Set.of("utf16CodeUnits", "unicodeCodePoints"),
          "level", Set.of("none", "note", "warning", "error"));

  private static List<Judged> everything() throws IOException {
    List<Judged> judged = new ArrayList<>();
    String pod = "{\"acKind\":\"PodManifest\",\"acVersion\":\"0.9.0\",\"apps\":[{\"name\":\"A\"}]}";
    String image = TarBytes.manifest().replaceFirst("\\}\\s*$", ",\"unknown\":null}");
    byte[] archive =
        new TarBytes().file("manifest", image).file("other", "").fifo("rootfs/ \n pipe").end();
    judged.add(judge("pod.json", pod.getBytes(UTF_8)));
    judged.add(judge("dir/an image.aci", archive));
    judged.add(judge("-", "no archive".getBytes(UTF_8)));
    judged.add(judge("good", TarBytes.image().end()));
    return judged;
  }

  private static Judged judge(String name, byte[] bytes) throws IOException {
    return Validator.validate(name, new ByteArrayInputStream(bytes), SizeLimit.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource
  void keepsToTheSchema(Judgement judgement) throws IOException, ManifestException {
    String report = SarifReport.of(everything(), judgement);
    List<String> wrong = new ArrayList<>();
    check("", JsonDocument.read(report.getBytes(UTF_8), "report"), wrong);
    assertThat(wrong).as(report).isEmpty();
    assertThat(report).contains("startLine", "fullyQualifiedName", "an%20image.aci");
  }

  private static void check(String name, JsonValue value, List<String> wrong) {
    switch (value) {
      case JsonObject object -> checkObject(name, object, wrong);
      case JsonArray array -> array.items().forEach(item -> check(name, item, wrong));
      case JsonString text -> {
        Set<String> values = VALUES.getOrDefault(name, Set.of(text.text()));
        if (!values.contains(text.text())) {
          wrong.add(name + " is " + text.text());
        }
        if (name.equals("uri")) {
          URI.create(text.text());
        }
      }
      case JsonNumber number -> {
        if (Integer.parseInt(number.literal()) < 1) {
          wrong.add(name + " is " + number.literal());
        }
      }
      default -> wrong.add(name + " is " + value);
    }
  }

  private static void checkObject(String name, JsonObject object, List<String> wrong) {
    Set<String> known = PROPERTIES.get(name);
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (!known.contains(member.getKey()) && !known.contains(member.getKey() + "!")) {
        wrong.add(name + " has " + member.getKey());
      }
      check(member.getKey(), member.getValue(), wrong);
    }
    known.stream()
        .filter(property -> property.endsWith("!"))
        .map(property -> property.substring(0, property.length() - 1))
        .filter(property -> !object.members().containsKey(property))
        .forEach(property -> wrong.add(name + " has no " + property));
  }
}
