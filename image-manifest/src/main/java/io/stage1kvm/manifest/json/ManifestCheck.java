package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import io.stage1kvm.manifest.type.ManifestRule;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Judges a document: everything that is wrong with it, and what the specification would have
/// otherwise. [ManifestJson] reads exactly the documents that have no finding whose level is an
/// error.
public final class ManifestCheck {
  private final String text;
  private final Problems problems = Problems.all();

  private ManifestCheck(String text) {
    this.text = text;
  }

  /// @return in the document's order; at most 200
  public static List<ManifestFinding> any(byte[] json) {
    return check(json, ManifestCheck::either);
  }

  /// As [#any], of a document that must be an image manifest.
  public static List<ManifestFinding> image(byte[] json) {
    return check(json, ImageReader::read);
  }

  private static List<ManifestFinding> check(byte[] json, Decoder<?> decoder) {
    CharBuffer buffer = CharBuffer.allocate(json.length);
    Problem invalid = Utf8.decode(json, buffer);
    boolean replaced = invalid != null && invalid.rule() == ManifestRule.JSON_REPLACED;
    // Go reads on with a replacement character, and so do we, to see the rest.
    ManifestCheck check =
        new ManifestCheck(
            replaced ? new String(json, StandardCharsets.UTF_8) : buffer.flip().toString());
    try {
      if (invalid != null) {
        check.problems.add(invalid);
      }
      if (invalid == null || replaced) {
        check.run(decoder);
      }
    } catch (Problem problem) {
      check.keep(problem);
    }
    return check.findings();
  }

  /// By its kind, or where that is wrong, by its looks.
  private static Object either(Node node) throws Problem {
    Map<String, JsonValue> members = node.members();
    JsonValue kind = members.get("acKind");
    boolean pod =
        kind instanceof JsonString string && string.text().equals("PodManifest")
            || !(kind instanceof JsonString s && s.text().equals("ImageManifest"))
                && members.containsKey("apps");
    return pod ? PodReader.read(node) : ImageReader.read(node);
  }

  private void run(Decoder<?> decoder) throws Problem {
    Node root = new Node(JsonPath.ROOT, JsonText.parse(text, problems), problems);
    if (!(root.value() instanceof JsonObject)) {
      throw new Problem(root.path(), ManifestRule.JSON_TYPE, "must be an object");
    }
    root.decode(decoder);
  }

  private void keep(Problem problem) {
    try {
      problems.add(problem);
    } catch (Problem never) {
      throw new AssertionError(never);
    }
  }

  private List<ManifestFinding> findings() {
    List<ManifestFinding> findings = new ArrayList<>();
    for (Problem problem : problems.list()) {
      Position position = problem.position(text);
      findings.add(
          new ManifestFinding(
              problem.rule(),
              problem.actool(),
              problem.path().toString(),
              position.line(),
              position.column(),
              problem.getMessage()));
    }
    findings.sort(
        Comparator.comparingInt(ManifestFinding::line).thenComparingInt(ManifestFinding::column));
    return List.copyOf(findings);
  }
}
