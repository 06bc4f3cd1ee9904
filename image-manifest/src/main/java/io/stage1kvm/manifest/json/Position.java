package io.stage1kvm.manifest.json;

/// A place in a text: line and column from 1, the column in characters.
record Position(int line, int column) {
  static Position of(CharSequence text, int offset) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new Position(line, Character.codePointCount(text, start, offset) + 1);
  }
}
