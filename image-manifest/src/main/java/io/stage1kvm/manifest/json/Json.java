package io.stage1kvm.manifest.json;

import com.google.gson.FormattingStyle;
import io.stage1kvm.manifest.type.JsonValue;

/// JSON values as text, for documents that are no manifests.
public final class Json {
  private Json() {}

  /// Indented by two spaces, without an end of line at the end.
  public static String pretty(JsonValue value) {
    return JsonText.write(value, FormattingStyle.PRETTY);
  }
}
