package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The members of a JSON object, taken out one by one; what nobody took is left as extensions.
///
/// As in Go, and so in actool and rkt, `null` counts as absent and the case of field names is
/// ignored: the specification's own example has `supplementaryGids`.
///
/// Where all problems are wanted, a field that is wrong gives what an absent one gives, or null,
/// and
/// [#rest] refuses the object once all fields were looked at.
final class Fields {
  private final JsonPath path;
  private final Problems problems;
  private final Map<String, JsonValue> left;
  private final List<String> known = new ArrayList<>();
  private boolean good = true;

  Fields(Node node) throws Problem {
    path = node.path();
    problems = node.problems();
    left = new LinkedHashMap<>(node.members());
  }

  <T> T required(String name, Decoder<T> decoder) throws Problem {
    Node node = take(name);
    if (node == null) {
      fail(new Problem(path.then(name), ManifestRule.REQUIRED, name + " must be set"));
      return null;
    }
    return decode(node, decoder, null);
  }

  /// A field whose absence actool does not see; null it sees in a name.
  <T> T requiredUnseen(String name, boolean isName, Decoder<T> decoder) throws Problem {
    boolean isNull = isName && isNull(name);
    Node node = take(name);
    if (node == null) {
      Problem problem =
          new Problem(path.then(name), ManifestRule.REQUIRED_UNSEEN, name + " must be set");
      fail(isNull ? problem.to(Actool.REFUSES) : problem);
      return null;
    }
    return decode(node, decoder, null);
  }

  <T> Optional<T> optional(String name, Decoder<T> decoder) throws Problem {
    Node node = take(name);
    return node == null ? Optional.empty() : Optional.ofNullable(decode(node, decoder, null));
  }

  /// A field that may be absent, but not null: actool sees an ID that is none.
  <T> Optional<T> optionalNotNull(String name, Decoder<T> decoder) throws Problem {
    if (isNull(name)) {
      String text = name + " must not be null";
      fail(new Problem(path.then(name), ManifestRule.JSON_NULL, text).to(Actool.REFUSES));
    }
    return optional(name, decoder);
  }

  /// A field that some writers leave empty where they mean absent.
  <T> Optional<T> optionalText(String name, Decoder<T> decoder) throws Problem {
    return optional(name, n -> n.string().isEmpty() ? null : decoder.decode(n));
  }

  <T> T or(String name, Decoder<T> decoder, T absent) throws Problem {
    Node node = take(name);
    return node == null ? absent : decode(node, decoder, absent);
  }

  <T> List<T> list(String name, Decoder<T> decoder) throws Problem {
    return or(name, n -> n.items(decoder), List.of());
  }

  /// Items that must agree with one another.
  <T> List<T> set(String name, Decoder<T> decoder, Function<List<T>, List<T>> maker)
      throws Problem {
    return or(name, n -> n.set(decoder, maker), List.of());
  }

  Map<String, String> stringMap(String name) throws Problem {
    return or(name, Node::stringMap, Map.of());
  }

  /// A field that must not be there.
  void none(String name, ManifestRule rule, String reason) throws Problem {
    Node node = take(name);
    if (node != null) {
      fail(new Problem(node.path(), rule, reason));
    }
  }

  /// @throws Problem if any field was wrong: nothing can be made of the object
  void check() throws Problem {
    if (!good) {
      throw Problem.TOLD;
    }
  }

  /// All that was not taken. Call it last.
  Extensions rest() throws Problem {
    if (problems.wantsRemarks()) {
      left.keySet().forEach(this::remarkUnknown);
    }
    check();
    return left.isEmpty() ? Extensions.NONE : new Extensions(left);
  }

  private <T> T decode(Node node, Decoder<T> decoder, T otherwise) throws Problem {
    try {
      return node.decode(decoder);
    } catch (Problem problem) {
      fail(problem);
      return otherwise;
    }
  }

  private void fail(Problem problem) throws Problem {
    good = false;
    problems.add(problem);
  }

  private boolean isNull(String name) {
    return left.entrySet().stream()
        .anyMatch(e -> e.getKey().equalsIgnoreCase(name) && e.getValue() == JsonNull.NULL);
  }

  private Node take(String name) throws Problem {
    known.add(name);
    String found = null;
    List<String> earlier = new ArrayList<>(0);
    for (String key : left.keySet()) {
      if (key.equalsIgnoreCase(name)) {
        if (found != null) {
          earlier.add(found);
          String reason = "field '" + name + "' must not be given twice";
          fail(new Problem(path.then(key), ManifestRule.JSON_DUPLICATE, reason));
        }
        found = key;
      }
    }
    earlier.forEach(left::remove);
    JsonValue value = found == null ? null : left.remove(found);
    if (problems.wantsRemarks() && found != null) {
      remark(name, found, value);
    }
    return value == null || value == JsonNull.NULL
        ? null
        : new Node(path.then(found), value, problems);
  }

  private void remark(String name, String found, JsonValue value) {
    if (!found.equals(name)) {
      String text = "field '" + found + "' should be written '" + name + "'";
      problems.remark(path.then(found), ManifestRule.FIELD_CASE, text);
    }
    if (value == JsonNull.NULL) {
      String text = name + " should not be null";
      problems.remark(path.then(found), ManifestRule.FIELD_NULL, text);
    }
  }

  private void remarkUnknown(String name) {
    String nearest = Spelling.nearest(name, known);
    String text = "field '" + Printable.of(name) + "' is not of the specification";
    problems.remark(
        path.then(name),
        ManifestRule.FIELD_UNKNOWN,
        nearest == null ? text : text + "; did you mean '" + nearest + "'?");
  }
}
