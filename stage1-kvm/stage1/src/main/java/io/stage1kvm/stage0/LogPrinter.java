package io.stage1kvm.stage0;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prints the logs of apps in the order in which the lines were written, what went to stderr to
/// stderr.
///
/// Both streams get the bytes as they are. With several apps a line begins with the app's name.
final class LogPrinter implements AutoCloseable {
  private final List<Source> sources = new ArrayList<>();
  private final Instant since;
  private final boolean timestamps;
  private final PrintStream out;
  private final PrintStream err;

  /// Of each stream: the app whose line was not ended yet.
  private final Map<PrintStream, String> open = new HashMap<>();

  /// One app's log with its next line.
  private static final class Source {
    private final String app;
    private final LogFile file;
    private Optional<LogLine> next = Optional.empty();

    Source(String app, LogFile file) {
      this.app = app;
      this.file = file;
    }

    Optional<LogLine> peek() throws IOException {
      if (next.isEmpty()) {
        next = file.next();
      }
      return next;
    }
  }

  LogPrinter(Session session, Instant since, boolean timestamps) {
    this.out = session.out();
    this.err = session.err();
    this.since = since;
    this.timestamps = timestamps;
  }

  void add(String app, LogFile file) {
    sources.add(new Source(app, file));
  }

  /// Prints what is there by now.
  void print() throws IOException {
    for (Source source = oldest(); source != null; source = oldest()) {
      LogLine line = source.next.orElseThrow();
      source.next = Optional.empty();
      if (!line.time().isBefore(since)) {
        print(source.app, line);
      }
    }
    out.flush();
    err.flush();
  }

  private Source oldest() throws IOException {
    Source oldest = null;
    for (Source source : sources) {
      Optional<LogLine> line = source.peek();
      if (line.isPresent()
          && (oldest == null || line.get().time().isBefore(oldest.next.orElseThrow().time()))) {
        oldest = source;
      }
    }
    return oldest;
  }

  private void print(String app, LogLine line) {
    PrintStream stream = line.error() ? err : out;
    String unfinished = open.get(stream);
    if (unfinished != null && !unfinished.equals(app)) {
      stream.write('\n');
    }
    if (!app.equals(unfinished)) {
      String time = timestamps ? line.time() + " " : "";
      String name = sources.size() > 1 ? app + ": " : "";
      stream.writeBytes((time + name).getBytes(StandardCharsets.UTF_8));
    }
    stream.writeBytes(line.bytes());
    open.put(stream, line.complete() ? null : app);
  }

  /// Whether nobody reads any more, as behind `head`.
  boolean isClosed() {
    return out.checkError() || err.checkError();
  }

  @Override
  public void close() throws IOException {
    for (Source source : sources) {
      source.file.close();
    }
  }
}
