package io.stage1kvm.machine.helper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// The last lines that a program wrote on its standard error, for the text of its failure. Bounded,
/// since the program may be talking for years.
final class LastLines {

  private static final int LINES = 8;
  private static final int LINE_LENGTH = 300;

  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();

  /// Reads to the end of the stream.
  void drain(InputStream in) {
    byte[] buffer = new byte[1024];
    try {
      for (int n; (n = in.read(buffer)) > 0; ) {
        add(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      add("(cannot read the rest: " + e.getMessage() + ")");
    }
    add("\n");
  }

  /// Takes text in pieces. Control characters become `?`: it ends in a message for a terminal.
  synchronized void add(String text) {
    for (char c : text.toCharArray()) {
      if (c == '\n') {
        end();
      } else if (line.length() < LINE_LENGTH) {
        line.append(c < 0x20 || c >= 0x7f ? '?' : c);
      }
    }
  }

  private void end() {
    if (!line.isEmpty()) {
      lines.addLast(line.toString());
      line.setLength(0);
    }
    if (lines.size() > LINES) {
      lines.removeFirst();
    }
  }

  @Override
  public synchronized String toString() {
    return String.join("\n", lines);
  }
}
