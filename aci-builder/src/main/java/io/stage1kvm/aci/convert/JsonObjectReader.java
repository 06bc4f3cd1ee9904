package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fields of a JSON object. As in Go, `null` is a field that is not there.
record JsonObjectReader(Map<String, JsonValue> members, String place) {
  static JsonObjectReader of(JsonValue value, String place) throws AciException {
    if (value instanceof JsonObject object) {
      return new JsonObjectReader(object.members(), place);
    }
    throw AciException.malformed("'%s' must be a JSON object".formatted(ByteText.show(place)));
  }

  static List<JsonObjectReader> list(JsonValue value, String place) throws AciException {
    List<JsonObjectReader> objects = new ArrayList<>();
    for (JsonValue item : items(value, place)) {
      objects.add(of(item, place));
    }
    return objects;
  }

  private static List<JsonValue> items(JsonValue value, String place) throws AciException {
    if (value instanceof JsonArray array) {
      return array.items();
    }
    throw AciException.malformed("'%s' must be a JSON array".formatted(ByteText.show(place)));
  }

  private Optional<JsonValue> field(String name) {
    return Optional.ofNullable(members.get(name)).filter(value -> value != JsonNull.NULL);
  }

  private String at(String name) {
    return place + "." + name;
  }

  /// An object without fields, if it is not there.
  JsonObjectReader object(String name) throws AciException {
    return of(field(name).orElse(new JsonObject(Map.of())), at(name));
  }

  boolean has(String name) {
    return field(name).isPresent();
  }

  /// Empty, if it is not there or the empty text.
  Optional<String> text(String name) throws AciException {
    Optional<JsonValue> value = field(name);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(text(value.get(), at(name))).filter(text -> !text.isEmpty());
  }

  String requiredText(String name) throws AciException {
    return text(name)
        .orElseThrow(
            () -> AciException.malformed("'%s' is not there".formatted(ByteText.show(at(name)))));
  }

  long number(String name) throws AciException {
    JsonValue value = field(name).orElse(JsonNull.NULL);
    if (value instanceof JsonNumber number && number.literal().matches("[0-9]{1,18}")) {
      return Long.parseLong(number.literal());
    }
    throw AciException.malformed("'%s' must be a whole number".formatted(ByteText.show(at(name))));
  }

  List<JsonObjectReader> objects(String name) throws AciException {
    return list(field(name).orElse(new JsonArray(List.of())), at(name));
  }

  List<String> texts(String name) throws AciException {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : items(field(name).orElse(new JsonArray(List.of())), at(name))) {
      texts.add(text(item, at(name)));
    }
    return texts;
  }

  Map<String, String> textMap(String name) throws AciException {
    Map<String, String> map = new LinkedHashMap<>();
    JsonObjectReader object = object(name);
    for (Map.Entry<String, JsonValue> member : object.members.entrySet()) {
      map.put(member.getKey(), text(member.getValue(), at(name)));
    }
    return map;
  }

  private static String text(JsonValue value, String place) throws AciException {
    if (value instanceof JsonString string) {
      return string.text();
    }
    throw AciException.malformed("'%s' must be a text".formatted(ByteText.show(place)));
  }
}
