package io.stage1kvm.manifest.type;

/// The grammar of JSON numbers, RFC 8259 section 6.
final class NumberLiteral {
  private final String text;
  private int pos;

  private NumberLiteral(String text) {
    this.text = text;
  }

  static boolean isValid(String text) {
    return new NumberLiteral(text).matches();
  }

  private boolean matches() {
    skip('-');
    if (!skip('0') && digits() == 0) {
      return false;
    }
    if (skip('.') && digits() == 0) {
      return false;
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      if (digits() == 0) {
        return false;
      }
    }
    return pos == text.length();
  }

  private boolean skip(char c) {
    if (pos < text.length() && text.charAt(pos) == c) {
      pos++;
      return true;
    }
    return false;
  }

  private int digits() {
    int start = pos;
    while (pos < text.length() && text.charAt(pos) >= '0' && text.charAt(pos) <= '9') {
      pos++;
    }
    return pos - start;
  }
}
