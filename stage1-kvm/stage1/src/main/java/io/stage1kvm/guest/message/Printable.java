package io.stage1kvm.guest.message;

/// Makes text that came from the guest safe to print: it may hold escape sequences for the terminal
/// of
/// whoever reads our messages.
final class Printable {
  private static final int MAX_CHARS = 8192;

  private Printable() {}

  static String of(String text) {
    String cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "..." : text;
    StringBuilder safe = new StringBuilder(cut.length());
    cut.codePoints().forEach(point -> append(safe, point));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          safe.append(String.format("\\u%04x", point));
      default -> safe.appendCodePoint(point);
    }
  }
}
