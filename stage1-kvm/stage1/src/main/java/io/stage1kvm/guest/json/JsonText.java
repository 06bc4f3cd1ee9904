package io.stage1kvm.guest.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;

/// Writes JSON objects in the order of the calls, without white space. One object is open from the
/// beginning.
public final class JsonText {
  private final StringWriter text = new StringWriter();
  private final JsonWriter writer = new JsonWriter(text);

  public JsonText() {
    writer.setStrictness(Strictness.STRICT);
    writer.setHtmlSafe(false);
    run(writer::beginObject);
  }

  public JsonText text(String name, String value) {
    run(() -> writer.name(name).value(value));
    return this;
  }

  public JsonText integer(String name, long value) {
    run(() -> writer.name(name).value(value));
    return this;
  }

  public JsonText flag(String name, boolean value) {
    run(() -> writer.name(name).value(value));
    return this;
  }

  public JsonText texts(String name, List<String> values) {
    run(
        () -> {
          writer.name(name).beginArray();
          for (String value : values) {
            writer.value(value);
          }
          writer.endArray();
        });
    return this;
  }

  JsonText integers(String name, List<Long> values) {
    run(
        () -> {
          writer.name(name).beginArray();
          for (long value : values) {
            writer.value(value);
          }
          writer.endArray();
        });
    return this;
  }

  JsonText base64(String name, byte[] value) {
    return text(name, Base64.getEncoder().encodeToString(value));
  }

  <T> JsonText object(String name, T value, BiConsumer<JsonText, T> fields) {
    run(() -> writer.name(name).beginObject());
    fields.accept(this, value);
    run(writer::endObject);
    return this;
  }

  <T> JsonText objects(String name, List<T> values, BiConsumer<JsonText, T> fields) {
    run(() -> writer.name(name).beginArray());
    for (T value : values) {
      run(writer::beginObject);
      fields.accept(this, value);
      run(writer::endObject);
    }
    run(writer::endArray);
    return this;
  }

  /// Closes the object that is open from the beginning; nothing can be written after it.
  public byte[] bytes() {
    run(writer::endObject);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private interface Step {
    void run() throws IOException;
  }

  /// A StringWriter does not fail.
  private static void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
