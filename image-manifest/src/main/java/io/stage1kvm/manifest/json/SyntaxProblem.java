package io.stage1kvm.manifest.json;

import com.google.gson.stream.JsonReader;
import io.stage1kvm.manifest.type.ManifestRule;

/// What gson says of a text that is not JSON, in our words. gson tells places only in texts.
final class SyntaxProblem {
  private static final String LINE = " at line ";
  private static final String COLUMN = " column ";
  private static final String PATH = " path ";

  private SyntaxProblem() {}

  static Problem of(String text, JsonReader reader, Exception e) {
    if (text.isBlank()) {
      return Problem.at(
          JsonPath.ROOT,
          new Position(1, 1),
          ManifestRule.JSON_SYNTAX,
          "document must not be empty");
    }
    return Problem.at(
        JsonPath.ROOT, position(reader), ManifestRule.JSON_SYNTAX, "not JSON: " + reason(e));
  }

  /// Where the reader stands.
  static Position position(JsonReader reader) {
    String text = reader.toString();
    int line = text.indexOf(LINE);
    int column = text.indexOf(COLUMN, line);
    int path = text.indexOf(PATH, column);
    return new Position(
        Integer.parseInt(text, line + LINE.length(), column, 10),
        Integer.parseInt(text, column + COLUMN.length(), path, 10));
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf(LINE);
    String reason = Printable.of(end < 0 ? message : message.substring(0, end));
    // gson's answer to most of what has no answer of its own is to use its lenient mode.
    return reason.isEmpty() || reason.startsWith("Use JsonReader")
        ? "unexpected character"
        : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
  }
}
