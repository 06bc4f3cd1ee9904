package io.stage1kvm.aci.compare;

import io.stage1kvm.aci.compare.Difference.Kind;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Compares JSON values. Items of lists that have names, as labels and annotations do, are
/// compared by name: their order means nothing.
final class JsonComparison {
  private final List<Difference> differences = new ArrayList<>();

  private JsonComparison() {}

  static List<Difference> compare(JsonValue one, JsonValue other) {
    JsonComparison comparison = new JsonComparison();
    comparison.compare("manifest $", one, other);
    return comparison.differences;
  }

  private void compare(String path, JsonValue one, JsonValue other) {
    if (one == null) {
      differences.add(new Difference(Kind.ADDED, path, JsonDocument.text(other)));
    } else if (other == null) {
      differences.add(new Difference(Kind.REMOVED, path, JsonDocument.text(one)));
    } else if (one instanceof JsonObject a && other instanceof JsonObject b) {
      compare(path, ".%s", a.members(), b.members());
    } else if (one instanceof JsonArray a && other instanceof JsonArray b) {
      compareArrays(path, a, b);
    } else if (!one.equals(other)) {
      String text = JsonDocument.text(one) + " | " + JsonDocument.text(other);
      differences.add(new Difference(Kind.CHANGED, path, text));
    }
  }

  private void compareArrays(String path, JsonArray one, JsonArray other) {
    Map<String, JsonValue> a = byName(one);
    Map<String, JsonValue> b = byName(other);
    boolean named = a.size() == one.items().size() && b.size() == other.items().size();
    if (named) {
      compare(path, "['%s']", a, b);
    } else {
      compare(path, "[%s]", byIndex(one), byIndex(other));
    }
  }

  private void compare(
      String path, String step, Map<String, JsonValue> one, Map<String, JsonValue> other) {
    Set<String> keys = new TreeSet<>(JsonComparison::byNumber);
    keys.addAll(one.keySet());
    keys.addAll(other.keySet());
    keys.forEach(key -> compare(path + step.formatted(key), one.get(key), other.get(key)));
  }

  private static int byNumber(String a, String b) {
    boolean numbers = isNumber(a) && isNumber(b) && a.length() != b.length();
    return numbers ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Map<String, JsonValue> byIndex(JsonArray array) {
    Map<String, JsonValue> items = new LinkedHashMap<>();
    array.items().forEach(item -> items.put(Integer.toString(items.size()), item));
    return items;
  }

  /// Fewer than there are items, if any lacks a name of its own.
  private static Map<String, JsonValue> byName(JsonArray array) {
    Map<String, JsonValue> items = new LinkedHashMap<>();
    for (JsonValue item : array.items()) {
      if (item instanceof JsonObject object
          && object.members().get("name") instanceof JsonString name) {
        items.put(name.text(), item);
      }
    }
    return items;
  }
}
