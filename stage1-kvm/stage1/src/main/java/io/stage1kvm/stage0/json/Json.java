package io.stage1kvm.stage0.json;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// JSON text from and to maps, lists, strings, numbers and booleans.
public final class Json {
  private static final FormattingStyle PRETTY = FormattingStyle.PRETTY.withIndent("\t");

  private Json() {}

  /// In one line, or indented by tabs as Go does it.
  public static String write(Object value, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = new JsonWriter(text)) {
      writer.setFormattingStyle(pretty ? PRETTY : FormattingStyle.COMPACT);
      write(writer, value);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.toString();
  }

  private static void write(JsonWriter writer, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        writer.beginObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
          writer.name((String) member.getKey());
          write(writer, member.getValue());
        }
        writer.endObject();
      }
      case List<?> list -> {
        writer.beginArray();
        for (Object item : list) {
          write(writer, item);
        }
        writer.endArray();
      }
      case String text -> writer.value(text);
      case Number number -> writer.value(number);
      case Boolean bool -> writer.value(bool);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  /// Objects become maps in the order of the text.
  public static Object read(String text) throws IOException {
    try {
      return new Gson().fromJson(text, Object.class);
    } catch (JsonParseException e) {
      throw new IOException("not valid JSON: " + e.getMessage(), e);
    }
  }
}
