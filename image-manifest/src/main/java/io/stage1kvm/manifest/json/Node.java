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
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A JSON value and where it stands.
record Node(JsonPath path, JsonValue value, Problems problems) {
  private static final int LONGEST_INTEGER = 18;

  /// Decodes, and tells where a refused value stands.
  <T> T decode(Decoder<T> decoder) throws Problem {
    try {
      return decoder.decode(this);
    } catch (InvalidValueException e) {
      throw Problem.of(path, e);
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
    if (!plain || !fits(digits)) {
      throw new Problem(
          path,
          ManifestRule.JSON_TYPE,
          "'" + Printable.of(digits) + "' must be an integer of at most 64 bits");
    }
    return Long.parseLong(digits);
  }

  int integer(String field, int min, int max, ManifestRule rule) throws Problem {
    return (int) Check.range(field, integer(), min, max, rule);
  }

  List<Node> items() throws Problem {
    if (!(value instanceof JsonArray array)) {
      throw mustBe("an array");
    }
    List<Node> nodes = new ArrayList<>(array.items().size());
    for (JsonValue item : array.items()) {
      nodes.add(new Node(path.then(nodes.size()), item, problems));
    }
    return nodes;
  }

  <T> List<T> items(Decoder<T> decoder) throws Problem {
    return set(decoder, list -> list);
  }

  /// Items that must agree with one another. The maker blames one by its index; without it the
  /// others are judged again, so that each item that is to blame is told.
  <T, S> S set(Decoder<T> decoder, Function<List<T>, S> maker) throws Problem {
    return set(decoder, maker, null);
  }

  /// @param instead of the rule that items which do not agree break; null for that rule
  <T, S> S set(Decoder<T> decoder, Function<List<T>, S> maker, ManifestRule instead)
      throws Problem {
    List<T> good = new ArrayList<>();
    List<Integer> indexes = new ArrayList<>();
    List<Node> nodes = items();
    for (int i = 0; i < nodes.size(); i++) {
      try {
        good.add(nodes.get(i).decode(decoder));
        indexes.add(i);
      } catch (Problem problem) {
        problems.add(problem);
      }
    }
    while (true) {
      try {
        S made = maker.apply(good);
        if (good.size() < nodes.size()) {
          throw Problem.TOLD;
        }
        return made;
      } catch (InvalidValueException e) {
        int blamed = (int) e.at().getFirst();
        Object[] steps = e.at().toArray();
        steps[0] = indexes.remove(blamed);
        good.remove(blamed);
        InvalidValueException placed = e.at(steps);
        problems.add(Problem.of(path, instead == null ? placed : placed.breaking(instead)));
      }
    }
  }

  /// Where actool reads the value by code of its own, it refuses null, which elsewhere says
  /// nothing.
  Node notNull() throws Problem {
    if (value == JsonNull.NULL) {
      throw mustBe("an object").to(Actool.REFUSES);
    }
    return this;
  }

  Map<String, JsonValue> members() throws Problem {
    if (value instanceof JsonObject object) {
      return object.members();
    }
    throw mustBe("an object");
  }

  Map<String, String> stringMap() throws Problem {
    Map<String, String> map = new LinkedHashMap<>();
    boolean good = true;
    for (Map.Entry<String, JsonValue> member : members().entrySet()) {
      try {
        Node node = new Node(path.then(member.getKey()), member.getValue(), problems);
        map.put(member.getKey(), node.string());
      } catch (Problem problem) {
        problems.add(problem);
        good = false;
      }
    }
    if (!good) {
      throw Problem.TOLD;
    }
    return map;
  }

  private static boolean fits(String digits) {
    if (digits.length() <= LONGEST_INTEGER) {
      return true;
    }
    try {
      Long.parseLong(digits);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
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
    ManifestRule rule = value == JsonNull.NULL ? ManifestRule.JSON_NULL : ManifestRule.JSON_TYPE;
    return new Problem(path, rule, "must be " + wanted + ", not " + found);
  }
}
