package io.stage1kvm.manifest.type;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Any JSON value (RFC 8259): what a manifest carries beyond the specification, and the value of an
/// isolator nobody here knows.
public sealed interface JsonValue {
  /// Members keep the order of the document.
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    public JsonObject {
      members = Check.ordered(members);
    }
  }

  record JsonArray(List<JsonValue> items) implements JsonValue {
    public JsonArray {
      items = List.copyOf(items);
    }
  }

  record JsonString(String text) implements JsonValue {
    public JsonString {
      Objects.requireNonNull(text);
    }
  }

  /// A number as it is written, so that none loses digits on its way through.
  record JsonNumber(String literal) implements JsonValue {
    public JsonNumber {
      if (!NumberLiteral.isValid(literal)) {
        throw InvalidValueException.of("JSON number", literal, "be a number as in RFC 8259");
      }
    }
  }

  record JsonBoolean(boolean value) implements JsonValue {}

  /// The one `null`.
  enum JsonNull implements JsonValue {
    NULL
  }
}
