package io.stage1kvm.manifest.json;

import java.util.List;

/// Finds the place of a value in a text that was parsed before. Only errors need places, so nothing
/// is kept for them while reading: they are looked up once one occurs.
final class Locator {
  private final String text;
  private int pos;

  private Locator(String text) {
    this.text = text;
  }

  /// The place of the value, or of the nearest one around it if it is not there.
  static Position locate(String text, JsonPath path) {
    Locator locator = new Locator(text);
    locator.skipSpace();
    return Position.of(text, locator.find(path.steps()));
  }

  private int find(List<Object> steps) {
    int start = pos;
    if (steps.isEmpty() || !enter(steps.getFirst())) {
      return start;
    }
    return find(steps.subList(1, steps.size()));
  }

  /// Moves from a container to the start of one of its values; false if it has none there.
  private boolean enter(Object step) {
    boolean object = text.charAt(pos) == '{';
    if (!object && text.charAt(pos) != '[') {
      return false;
    }
    next();
    for (int index = 0; !atEnd(); index++) {
      Object key = index;
      if (object) {
        key = string();
        skipSpace();
        next();
      }
      if (key.equals(step)) {
        return true;
      }
      skipValue();
      skipSpace();
      if (text.charAt(pos) == ',') {
        next();
      }
    }
    return false;
  }

  private boolean atEnd() {
    return text.charAt(pos) == '}' || text.charAt(pos) == ']';
  }

  private void next() {
    pos++;
    skipSpace();
  }

  private void skipSpace() {
    while (pos < text.length() && text.charAt(pos) <= ' ') {
      pos++;
    }
  }

  private void skipValue() {
    int depth = 0;
    do {
      skipSpace();
      switch (text.charAt(pos)) {
        case '{', '[' -> {
          depth++;
          pos++;
        }
        case '}', ']' -> {
          depth--;
          pos++;
        }
        case ',', ':' -> pos++;
        case '"' -> string();
        default -> skipWord();
      }
    } while (depth > 0);
  }

  private void skipWord() {
    while (pos < text.length() && ",]}: \t\r\n".indexOf(text.charAt(pos)) < 0) {
      pos++;
    }
  }

  private String string() {
    StringBuilder content = new StringBuilder();
    for (pos++; text.charAt(pos) != '"'; pos++) {
      content.append(text.charAt(pos) == '\\' ? escape() : text.charAt(pos));
    }
    pos++;
    return content.toString();
  }

  private char escape() {
    pos++;
    return switch (text.charAt(pos)) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        pos += 4;
        yield (char) Integer.parseInt(text, pos - 3, pos + 1, 16);
      }
      default -> text.charAt(pos);
    };
  }
}
