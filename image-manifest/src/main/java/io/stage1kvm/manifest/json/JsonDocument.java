package io.stage1kvm.manifest.json;

import com.google.gson.FormattingStyle;
import io.stage1kvm.manifest.type.JsonValue;
import java.nio.charset.StandardCharsets;

/// JSON that is no manifest: documents of other formats, which image tools read and write.
public final class JsonDocument {
  private JsonDocument() {}

  /// Reads one value, as strictly as a manifest: UTF-8, no field twice, nothing behind it.
  ///
  /// @param source what error messages call the document
  public static JsonValue read(byte[] json, String source) throws ManifestException {
    return ManifestJson.read("JSON document", json, source, Node::value);
  }

  /// In one line, without an end of line.
  public static byte[] write(JsonValue value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /// As [#write(JsonValue)], as text.
  public static String text(JsonValue value) {
    return JsonText.write(value, FormattingStyle.COMPACT);
  }
}
