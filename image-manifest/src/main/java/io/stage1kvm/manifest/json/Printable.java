package io.stage1kvm.manifest.json;

/// Text of a document as it is safe to show in an error message.
final class Printable {
  private static final int LONGEST = 60;

  private Printable() {}

  static String of(String text) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (i == LONGEST) {
        return printable.append("...").toString();
      }
      char c = text.charAt(i);
      boolean plain = !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
      printable.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return printable.toString();
  }
}
