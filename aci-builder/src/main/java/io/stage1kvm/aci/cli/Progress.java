package io.stage1kvm.aci.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Tells on a terminal how far long work has come: what the process has read and written so far,
/// as the kernel counts it (proc(5), `io`), so that no command must count.
final class Progress {
  static final String QUIET = "--quiet";

  private static final Path COUNTERS = Path.of("/proc/self/io");

  /// Short work shows nothing.
  private static final long FIRST_MS = 1000;

  private static final long NEXT_MS = 250;

  private final PrintStream terminal;
  private boolean shown;
  private boolean ended;

  private Progress(PrintStream terminal) {
    this.terminal = terminal;
  }

  /// Begins, if standard error is a terminal and nobody asked for quiet.
  static Progress start(PrintStream terminal, String... args) {
    Progress progress = new Progress(terminal);
    if (!List.of(args).contains(QUIET) && isTerminal()) {
      Thread.ofPlatform().daemon().name("progress").start(progress::run);
    }
    return progress;
  }

  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  private void run() {
    long start = System.nanoTime();
    try {
      Thread.sleep(FIRST_MS);
      while (show((System.nanoTime() - start) / 1_000_000_000)) {
        Thread.sleep(NEXT_MS);
      }
    } catch (InterruptedException | IOException e) {
      // Work goes on without being told about.
      return;
    }
  }

  private synchronized boolean show(long seconds) throws IOException {
    if (!ended) {
      terminal.print("\r\033[K" + line(Files.readAllLines(COUNTERS), seconds));
      terminal.flush();
      shown = true;
    }
    return !ended;
  }

  static String line(List<String> counters, long seconds) {
    return "read %s, written %s, %d s"
        .formatted(size(counters, "rchar: "), size(counters, "wchar: "), seconds);
  }

  private static String size(List<String> counters, String name) {
    long bytes =
        counters.stream()
            .filter(counter -> counter.startsWith(name))
            .mapToLong(counter -> Long.parseLong(counter.substring(name.length())))
            .findFirst()
            .orElse(0);
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /// A stream for results, which may go to the same terminal: the first of them takes the line
  /// away.
  OutputStream endBefore(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(int b) throws IOException {
        end();
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        end();
        out.write(bytes, offset, length);
      }
    };
  }

  /// Takes the line away; a second time does nothing.
  synchronized void end() {
    ended = true;
    if (shown) {
      shown = false;
      terminal.print("\r\033[K");
      terminal.flush();
    }
  }
}
