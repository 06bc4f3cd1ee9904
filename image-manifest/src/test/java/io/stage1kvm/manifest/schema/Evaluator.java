package io.stage1kvm.manifest.schema;

import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonBoolean;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// As much of JSON Schema as our schemas use; any other keyword is an error.
final class Evaluator {
  private final Map<String, Pattern> patterns = new HashMap<>();
  private final JsonObject root;

  Evaluator(JsonValue root) {
    this.root = (JsonObject) root;
  }

  boolean accepts(JsonValue value) {
    return fits(root, value);
  }

  private boolean fits(JsonValue schema, JsonValue value) {
    Map<String, JsonValue> keywords = ((JsonObject) schema).members();
    return keywords.entrySet().stream()
        .allMatch(e -> fits(e.getKey(), e.getValue(), keywords, value));
  }

  private boolean fits(
      String keyword, JsonValue rule, Map<String, JsonValue> keywords, JsonValue value) {
    return switch (keyword) {
      case "$schema", "title", "$defs", "then" -> true;
      case "$ref" -> fits(definition(text(rule)), value);
      case "type" -> isType(text(rule), value);
      case "const" -> value.equals(rule);
      case "enum" -> items(rule).contains(value);
      case "pattern" ->
          !(value instanceof JsonString s)
              || patterns.computeIfAbsent(text(rule), Pattern::compile).matcher(s.text()).find();
      case "minLength" -> !(value instanceof JsonString s) || !s.text().isEmpty();
      case "minimum" -> compare(value, rule) >= 0;
      case "maximum" -> compare(value, rule) <= 0;
      case "minItems" -> !(value instanceof JsonArray array) || !array.items().isEmpty();
      case "items" ->
          !(value instanceof JsonArray array)
              || array.items().stream().allMatch(item -> fits(rule, item));
      case "properties" ->
          !(value instanceof JsonObject object)
              || ((JsonObject) rule)
                  .members().entrySet().stream()
                      .allMatch(
                          p ->
                              !object.members().containsKey(p.getKey())
                                  || fits(p.getValue(), object.members().get(p.getKey())));
      case "additionalProperties" ->
          !(value instanceof JsonObject object)
              || object.members().values().stream().allMatch(v -> fits(rule, v));
      case "required" ->
          !(value instanceof JsonObject object)
              || items(rule).stream().allMatch(name -> object.members().containsKey(text(name)));
      case "anyOf" -> items(rule).stream().anyMatch(choice -> fits(choice, value));
      case "allOf" -> items(rule).stream().allMatch(part -> fits(part, value));
      case "not" -> !fits(rule, value);
      case "if" -> !fits(rule, value) || fits(keywords.get("then"), value);
      default -> throw new AssertionError("unknown keyword " + keyword);
    };
  }

  private JsonValue definition(String ref) {
    JsonObject definitions = (JsonObject) root.members().get("$defs");
    return definitions.members().get(ref.substring("#/$defs/".length()));
  }

  private static boolean isType(String type, JsonValue value) {
    return switch (value) {
      case JsonObject object -> type.equals("object");
      case JsonArray array -> type.equals("array");
      case JsonString string -> type.equals("string");
      case JsonBoolean bool -> type.equals("boolean");
      case JsonNull none -> type.equals("null");
      case JsonNumber number ->
          type.equals("number") || type.equals("integer") && isInteger(number);
    };
  }

  private static boolean isInteger(JsonNumber number) {
    return new BigDecimal(number.literal()).stripTrailingZeros().scale() <= 0;
  }

  private static int compare(JsonValue value, JsonValue bound) {
    return value instanceof JsonNumber number
        ? new BigDecimal(number.literal()).compareTo(new BigDecimal(((JsonNumber) bound).literal()))
        : 0;
  }

  private static List<JsonValue> items(JsonValue value) {
    return ((JsonArray) value).items();
  }

  private static String text(JsonValue value) {
    return ((JsonString) value).text();
  }
}
