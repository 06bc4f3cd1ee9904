package io.stage1kvm.manifest.schema;

import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonBoolean;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pieces of a schema.
final class Nodes {
  private Nodes() {}

  /// @param members names and values in turn: text, whole numbers, booleans, lists, JSON values
  static JsonObject object(Object... members) {
    Map<String, JsonValue> map = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      map.put((String) members[i], value(members[i + 1]));
    }
    return new JsonObject(map);
  }

  static JsonObject type(String type) {
    return object("type", type);
  }

  static JsonObject pattern(String pattern) {
    return object("type", "string", "pattern", pattern);
  }

  static JsonObject integer(long min, long max) {
    return object("type", "integer", "minimum", min, "maximum", max);
  }

  static JsonObject ref(String definition) {
    return object("$ref", "#/$defs/" + definition);
  }

  static JsonObject array(JsonValue items) {
    return object("type", "array", "items", items);
  }

  static JsonObject anyOf(JsonValue... choices) {
    return object("anyOf", List.of(choices));
  }

  /// Null counts as absent.
  static JsonObject orNull(JsonValue schema) {
    return anyOf(schema, type("null"));
  }

  /// Where an object's name is this, its value is like that.
  static JsonObject whenNamed(String name, JsonValue value) {
    JsonObject named = object("properties", object("name", object("const", name)));
    return object(
        "if", with(named, "required", List.of("name")),
        "then", object("properties", object("value", value)));
  }

  static JsonObject with(JsonObject object, String name, Object value) {
    Map<String, JsonValue> map = new LinkedHashMap<>(object.members());
    map.put(name, value(value));
    return new JsonObject(map);
  }

  private static JsonValue value(Object value) {
    return switch (value) {
      case JsonValue json -> json;
      case String text -> new JsonString(text);
      case Boolean bool -> new JsonBoolean(bool);
      case Number number -> new JsonNumber(number.toString());
      case List<?> list -> new JsonArray(list.stream().map(Nodes::value).toList());
      default -> throw new IllegalArgumentException(String.valueOf(value));
    };
  }
}
