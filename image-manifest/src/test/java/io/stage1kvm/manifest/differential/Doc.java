package io.stage1kvm.manifest.differential;

import java.util.ArrayList;
import java.util.List;

/// A JSON document that may say what no honest writer says, such as a field twice.
///
/// Values are [Doc.Obj], lists, strings, and anything else as it prints.
final class Doc {
  private Doc() {}

  /// An object whose fields stand in order, and may stand twice.
  static final class Obj {
    final List<Field> fields = new ArrayList<>();

    Obj put(String name, Object value) {
      fields.add(new Field(name, value));
      return this;
    }
  }

  /// Changeable, for mutations.
  static final class Field {
    String name;
    Object value;

    Field(String name, Object value) {
      this.name = name;
      this.value = value;
    }
  }

  /// Text that is put in as it is.
  record Raw(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  static String write(Object value) {
    StringBuilder text = new StringBuilder();
    write(text, value);
    return text.toString();
  }

  private static void write(StringBuilder text, Object value) {
    switch (value) {
      case null -> text.append("null");
      case Obj object -> {
        String separator = "{";
        for (Field field : object.fields) {
          text.append(separator);
          string(text, field.name);
          text.append(": ");
          write(text, field.value);
          separator = ",\n";
        }
        text.append(object.fields.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String separator = "[";
        for (Object item : list) {
          text.append(separator);
          write(text, item);
          separator = ", ";
        }
        text.append(list.isEmpty() ? "[]" : "]");
      }
      case String string -> string(text, string);
      default -> text.append(value);
    }
  }

  private static void string(StringBuilder text, String string) {
    text.append('"');
    for (char c : string.toCharArray()) {
      if (c < ' ' || c == '"' || c == '\\') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
