package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonBoolean;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value and where it stands.
record Node(JsonPath path, JsonValue value) {
  private static final int LONGEST_INTEGER = 18;

  /// Decodes, and tells where a refused value stands.
  <T> T decode(Decoder<T> decoder) throws Problem {
    try {
      return decoder.decode(this);
    } catch (InvalidValueException e) {
      JsonPath blamed = path;
      for (Object step : e.at()) {
        blamed = blamed.then(step);
      }
      throw new Problem(blamed, e.getMessage());
    }
  }

  String string() throws Problem {
    if (value instanceof JsonString string) {
      return string.text();
    }
    throw mustBe("a string");
  }

  boolean bool() throws Problem {
    if (value instanceof JsonBoolean bool) {
      return bool.value();
    }
    throw mustBe("true or false");
  }

  /// Like Go, and so actool, no fraction or exponent is taken for an integer.
  long integer() throws Problem {
    if (!(value instanceof JsonNumber number)) {
      throw mustBe("an integer");
    }
    String digits = number.literal();
    boolean plain = Check.consistsOf(digits, "-0123456789");
    if (!plain || digits.length() > LONGEST_INTEGER) {
      throw new Problem(
          path, "'" + Printable.of(digits) + "' must be an integer of at most 18 digits");
    }
    return Long.parseLong(digits);
  }

  int integer(String field, int min, int max) throws Problem {
    long integer = integer();
    if (integer < min || integer > max) {
      throw new Problem(path, field + " '" + integer + "' must be between " + min + " and " + max);
    }
    return (int) integer;
  }

  List<Node> items() throws Problem {
    if (!(value instanceof JsonArray array)) {
      throw mustBe("an array");
    }
    List<Node> nodes = new ArrayList<>(array.items().size());
    for (JsonValue item : array.items()) {
      nodes.add(new Node(path.then(nodes.size()), item));
    }
    return nodes;
  }

  <T> List<T> items(Decoder<T> decoder) throws Problem {
    List<T> list = new ArrayList<>();
    for (Node item : items()) {
      list.add(item.decode(decoder));
    }
    return list;
  }

  Map<String, JsonValue> members() throws Problem {
    if (value instanceof JsonObject object) {
      return object.members();
    }
    throw mustBe("an object");
  }

  Map<String, String> stringMap() throws Problem {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : members().entrySet()) {
      map.put(member.getKey(), new Node(path.then(member.getKey()), member.getValue()).string());
    }
    return map;
  }

  private Problem mustBe(String wanted) {
    String found =
        switch (value) {
          case JsonObject object -> "an object";
          case JsonArray array -> "an array";
          case JsonString string -> "a string";
          case JsonNumber number -> "a number";
          case JsonBoolean bool -> String.valueOf(bool.value());
          case JsonNull none -> "null";
        };
    return new Problem(path, "must be " + wanted + ", not " + found);
  }
}
