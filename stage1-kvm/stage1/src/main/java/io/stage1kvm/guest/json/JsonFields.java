package io.stage1kvm.guest.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The fields of one JSON object from a peer that is not trusted: text, integers, booleans and
/// lists of
/// text. Other values are skipped, as fields that nobody asks for are; asking for one is a break of
/// the
/// protocol like a missing field.
public final class JsonFields {
  /// Longer numbers are no integers that the protocol knows.
  private static final int MAX_DIGITS = 64;

  private final Map<String, Object> fields;

  private JsonFields(Map<String, Object> fields) {
    this.fields = fields;
  }

  /// @throws GuestSessionException unless it is one JSON object in UTF-8 with each field once
  public static JsonFields parse(byte[] json) throws GuestSessionException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      Map<String, Object> fields = readObject(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw bad("something follows the object");
      }
      return new JsonFields(fields);
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // gson's own text holds parts of the input and a link; the position is what helps
      throw bad("it cannot be parsed (" + e.getClass().getSimpleName() + ")");
    }
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  public String text(String name) throws GuestSessionException {
    return get(name, String.class, "text");
  }

  public boolean flag(String name) throws GuestSessionException {
    return get(name, Boolean.class, "true or false");
  }

  /// A list of text.
  public List<String> texts(String name) throws GuestSessionException {
    List<String> texts = new ArrayList<>();
    for (Object text : get(name, List.class, "a list of text")) {
      texts.add((String) text);
    }
    return List.copyOf(texts);
  }

  /// An integer in whatever form JSON allows for it: printers of doubles write 1e+15.
  public long integer(String name, long min, long max) throws GuestSessionException {
    Number number = get(name, Number.class, "an integer");
    try {
      long value = number instanceof BigDecimal big ? big.longValueExact() : number.longValue();
      if (value >= min && value <= max) {
        return value;
      }
    } catch (ArithmeticException e) {
      // a fraction, or far out of range: told below
    }
    throw bad("field '" + name + "' must be an integer within " + min + ".." + max);
  }

  /// All fields that are text, numbers or booleans, as text.
  public Map<String, String> scalars() {
    Map<String, String> scalars = new HashMap<>();
    fields.forEach(
        (name, value) -> {
          switch (value) {
            case String text -> scalars.put(name, text);
            case BigDecimal number -> scalars.put(name, number.toPlainString());
            case Long number -> scalars.put(name, number.toString());
            case Boolean flag -> scalars.put(name, flag.toString());
            default -> {} // lists and what was skipped
          }
        });
    return scalars;
  }

  /// An integer that fits into an int and is not negative; closer bounds are the message's own.
  int count(String name) throws GuestSessionException {
    return (int) integer(name, 0, Integer.MAX_VALUE);
  }

  private <T> T get(String name, Class<T> type, String wanted) throws GuestSessionException {
    Object value = fields.get(name);
    if (!type.isInstance(value)) {
      throw bad("field '" + name + "' must be " + wanted);
    }
    return type.cast(value);
  }

  static GuestSessionException bad(String detail) {
    return GuestSessionException.protocol("bad JSON: " + detail);
  }

  private static Map<String, Object> readObject(JsonReader reader)
      throws IOException, GuestSessionException {
    Map<String, Object> fields = new HashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (fields.put(name, readValue(reader)) != null) {
        throw bad("field '" + name + "' must appear once");
      }
    }
    reader.endObject();
    return fields;
  }

  private static Object readValue(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case STRING -> reader.nextString();
      case BOOLEAN -> reader.nextBoolean();
      case NUMBER -> readNumber(reader.nextString());
      case BEGIN_ARRAY -> readArray(reader);
      case BEGIN_OBJECT, NULL -> skip(reader);
      case NAME, END_ARRAY, END_OBJECT, END_DOCUMENT ->
          throw new IllegalStateException("not a value");
    };
  }

  /// Nearly all numbers are plain integers. BigDecimal makes tables before its first number, on the
  /// way of a guest's first word.
  private static Object readNumber(String digits) {
    if (digits.length() > MAX_DIGITS) {
      return Skipped.VALUE;
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) { // a fraction, an exponent, or out of a long's range
      return new BigDecimal(digits);
    }
  }

  /// A list if it holds nothing but text.
  private static Object readArray(JsonReader reader) throws IOException {
    List<String> texts = new ArrayList<>();
    boolean others = false;
    reader.beginArray();
    while (reader.hasNext()) {
      if (reader.peek() == JsonToken.STRING) {
        texts.add(reader.nextString());
      } else {
        reader.skipValue();
        others = true;
      }
    }
    reader.endArray();
    return others ? Skipped.VALUE : texts;
  }

  private static Object skip(JsonReader reader) throws IOException {
    reader.skipValue();
    return Skipped.VALUE;
  }

  /// Stands for a value of a type that the protocol does not use.
  private enum Skipped {
    VALUE
  }
}
