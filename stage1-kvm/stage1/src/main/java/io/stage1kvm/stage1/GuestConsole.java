package io.stage1kvm.stage1;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Reads the console of the guest's kernel: the last lines are kept for the case that it dies, all
/// are
/// shown with `--debug`. The guest is not trusted: what is not printable is shown as `?`.
final class GuestConsole {
  private static final int KEPT_LINES = 24;
  private static final int LONGEST_LINE = 512;

  private final Optional<PrintStream> echo;
  private final Runnable onFirstLine;
  private final Deque<String> last = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();
  private final Thread reader;
  private boolean seenLine;

  /// @param echo where each line is shown
  /// @param onFirstLine called when the kernel has written its first line
  GuestConsole(InputStream in, Optional<PrintStream> echo, Runnable onFirstLine) {
    this.echo = echo;
    this.onFirstLine = onFirstLine;
    this.reader = Thread.ofPlatform().daemon().name("guest-console").start(() -> read(in));
  }

  private void read(InputStream in) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        for (int i = 0; i < n; i++) {
          take((char) (buffer[i] & 0xFF));
        }
      }
    } catch (IOException e) {
      return; // the machine has ended: its status tells
    } finally {
      endLine();
    }
  }

  private void take(char c) {
    if (c == '\n' || line.length() == LONGEST_LINE) {
      endLine();
    }
    if (c != '\n' && c != '\r') {
      line.append(c >= ' ' && c <= '~' || c == '\t' ? c : '?');
    }
  }

  private synchronized void endLine() {
    if (line.isEmpty()) {
      return;
    }
    if (!seenLine) {
      seenLine = true;
      onFirstLine.run();
    }
    String text = line.toString();
    line.setLength(0);
    last.addLast(text);
    if (last.size() > KEPT_LINES) {
      last.removeFirst();
    }
    echo.ifPresent(out -> out.println("console: " + text));
  }

  /// The last lines, oldest first. Waits a moment for what is still on its way.
  List<String> lastLines() throws InterruptedException {
    reader.join(500);
    synchronized (this) {
      return List.copyOf(last);
    }
  }

  /// The line that says why the kernel has given up.
  static Optional<String> panic(List<String> lines) {
    return lines.stream()
        .filter(l -> l.contains("Kernel panic - not syncing"))
        .map(l -> l.substring(l.indexOf("Kernel panic")))
        .findFirst();
  }
}
