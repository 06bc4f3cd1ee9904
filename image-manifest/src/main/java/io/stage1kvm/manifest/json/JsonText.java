package io.stage1kvm.manifest.json;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonBoolean;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import io.stage1kvm.manifest.type.ManifestRule;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON text (RFC 8259, to the letter) to values and back.
final class JsonText {
  private final JsonReader reader;
  private final Problems problems;

  private JsonText(JsonReader reader, Problems problems) {
    this.reader = reader;
    this.problems = problems;
  }

  static JsonValue parse(String text, Problems problems) throws Problem {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonValue value = new JsonText(reader, problems).read(JsonPath.ROOT);
      // Fails if anything follows.
      reader.peek();
      return value;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw SyntaxProblem.of(text, reader, e);
    }
  }

  static String write(JsonValue value, FormattingStyle style) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = new JsonWriter(text)) {
      writer.setStrictness(Strictness.STRICT);
      writer.setFormattingStyle(style);
      write(writer, value);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.toString();
  }

  private JsonValue read(JsonPath path) throws IOException, Problem {
    JsonToken token = reader.peek();
    return switch (token) {
      case BEGIN_OBJECT -> object(path);
      case BEGIN_ARRAY -> array(path);
      case STRING -> new JsonString(reader.nextString());
      case NUMBER -> new JsonNumber(reader.nextString());
      case BOOLEAN -> new JsonBoolean(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.NULL;
      }
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
          throw new IllegalStateException("unexpected " + token);
    };
  }

  private JsonObject object(JsonPath path) throws IOException, Problem {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (members.containsKey(name)) {
        String reason = "field '" + Printable.of(name) + "' must not be given twice";
        problems.add(
            Problem.at(
                path.then(name),
                SyntaxProblem.position(reader),
                ManifestRule.JSON_DUPLICATE,
                reason));
      }
      members.put(name, read(path.then(name)));
    }
    reader.endObject();
    return new JsonObject(members);
  }

  private JsonArray array(JsonPath path) throws IOException, Problem {
    List<JsonValue> items = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      items.add(read(path.then(items.size())));
    }
    reader.endArray();
    return new JsonArray(items);
  }

  private static void write(JsonWriter writer, JsonValue value) throws IOException {
    switch (value) {
      case JsonObject object -> {
        writer.beginObject();
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
          writer.name(member.getKey());
          write(writer, member.getValue());
        }
        writer.endObject();
      }
      case JsonArray array -> {
        writer.beginArray();
        for (JsonValue item : array.items()) {
          write(writer, item);
        }
        writer.endArray();
      }
      case JsonString string -> writer.value(string.text());
      case JsonNumber number -> writer.jsonValue(number.literal());
      case JsonBoolean bool -> writer.value(bool.value());
      case JsonNull none -> writer.nullValue();
    }
  }
}
