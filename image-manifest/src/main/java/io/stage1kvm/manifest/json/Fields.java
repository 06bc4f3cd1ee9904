package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The members of a JSON object, taken out one by one; what nobody took is left as extensions.
///
/// As in Go, and so in actool and rkt, `null` counts as absent and the case of field names is
/// ignored: the specification's own example has `supplementaryGids`.
final class Fields {
  private final JsonPath path;
  private final Map<String, JsonValue> left;

  Fields(Node node) throws Problem {
    path = node.path();
    left = new LinkedHashMap<>(node.members());
  }

  <T> T required(String name, Decoder<T> decoder) throws Problem {
    Node node = take(name);
    if (node == null) {
      throw new Problem(path.then(name), name + " must be set");
    }
    return node.decode(decoder);
  }

  <T> Optional<T> optional(String name, Decoder<T> decoder) throws Problem {
    Node node = take(name);
    return node == null ? Optional.empty() : Optional.of(node.decode(decoder));
  }

  /// A field that some writers leave empty where they mean absent.
  <T> Optional<T> optionalText(String name, Decoder<T> decoder) throws Problem {
    Node node = take(name);
    return node == null || node.string().isEmpty()
        ? Optional.empty()
        : Optional.of(node.decode(decoder));
  }

  <T> T or(String name, Decoder<T> decoder, T absent) throws Problem {
    Node node = take(name);
    return node == null ? absent : node.decode(decoder);
  }

  <T> List<T> list(String name, Decoder<T> decoder) throws Problem {
    Node node = take(name);
    return node == null ? List.of() : node.items(decoder);
  }

  Map<String, String> stringMap(String name) throws Problem {
    return or(name, Node::stringMap, Map.of());
  }

  /// A field that must not be there.
  void none(String name, String reason) throws Problem {
    Node node = take(name);
    if (node != null) {
      throw new Problem(node.path(), reason);
    }
  }

  /// All that was not taken. Call it last.
  Extensions rest() {
    return left.isEmpty() ? Extensions.NONE : new Extensions(left);
  }

  private Node take(String name) throws Problem {
    String found = null;
    for (String key : left.keySet()) {
      if (key.equalsIgnoreCase(name)) {
        if (found != null) {
          throw new Problem(path.then(key), "field '" + name + "' must not be given twice");
        }
        found = key;
      }
    }
    JsonValue value = found == null ? JsonNull.NULL : left.remove(found);
    return value == JsonNull.NULL ? null : new Node(path.then(found), value);
  }
}
