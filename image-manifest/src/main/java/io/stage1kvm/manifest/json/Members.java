package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonBoolean;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The members of an object to be written, in their order.
final class Members {
  private final Map<String, JsonValue> members = new LinkedHashMap<>();

  Members put(String name, JsonValue value) {
    members.put(name, value);
    return this;
  }

  Members put(String name, Object text) {
    return put(name, new JsonString(text.toString()));
  }

  Members put(String name, boolean value) {
    return put(name, new JsonBoolean(value));
  }

  Members put(String name, long value) {
    return put(name, new JsonNumber(Long.toString(value)));
  }

  /// Nothing, if false.
  Members putTrue(String name, boolean value) {
    return value ? put(name, true) : this;
  }

  /// Nothing, if empty.
  <T> Members putList(String name, List<T> list, Function<T, JsonValue> encoder) {
    return list.isEmpty() ? this : put(name, array(list, encoder));
  }

  /// Nothing, if empty; sorted, as Go writes maps.
  Members putMap(String name, Map<String, String> map) {
    return map.isEmpty() ? this : put(name, stringMap(map));
  }

  JsonObject with(Extensions extensions) {
    extensions
        .fields()
        .forEach(
            (name, value) -> {
              if (members.putIfAbsent(name, value) != null) {
                throw InvalidValueException.of(
                    "extension field", name, "not be a field of the specification");
              }
            });
    return new JsonObject(members);
  }

  static <T> JsonArray array(List<T> list, Function<T, JsonValue> encoder) {
    List<JsonValue> items = new ArrayList<>(list.size());
    list.forEach(item -> items.add(encoder.apply(item)));
    return new JsonArray(items);
  }

  static JsonObject stringMap(Map<String, String> map) {
    Map<String, JsonValue> sorted = new TreeMap<>();
    map.forEach((name, value) -> sorted.put(name, new JsonString(value)));
    return new JsonObject(sorted);
  }
}
