package io.stage1kvm.stage0;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Reads the log of an app line by line, while it may still be written: first the older file, then
/// the newer, then those that take its place.
final class LogFile implements AutoCloseable {
  private final Path path;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private Object last;

  /// An open file and which one it is.
  private record Part(InputStream in, Object key) {}

  private LogFile(Path path) {
    this.path = path;
  }

  /// @param path the newer file; both need not be there
  static LogFile open(Path path) throws IOException {
    LogFile log = new LogFile(path);
    // The newer one first: were it replaced in between, the older one would be it.
    log.add(path);
    Path older = path.resolveSibling(path.getFileName() + ".1");
    Part newer = log.parts.peek();
    log.part(older)
        .filter(part -> newer == null || !part.key().equals(newer.key()))
        .ifPresent(log.parts::addFirst);
    return log;
  }

  private void add(Path file) throws IOException {
    Optional<Part> part = part(file);
    if (part.isPresent() && !part.get().key().equals(last)) {
      last = part.get().key();
      parts.add(part.get());
    } else if (part.isPresent()) {
      part.get().in().close();
    }
  }

  private Optional<Part> part(Path file) throws IOException {
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file));
      return Optional.of(new Part(in, Files.getAttribute(file, "unix:ino")));
    } catch (NoSuchFileException ignored) {
      return Optional.empty();
    }
  }

  /// The next line that is there by now.
  Optional<LogLine> next() throws IOException {
    while (true) {
      if (parts.isEmpty()) {
        add(path);
      }
      if (parts.isEmpty()) {
        return Optional.empty();
      }
      Optional<byte[]> line = line(parts.peek().in());
      if (line.isPresent()) {
        Optional<LogLine> parsed = LogLine.parse(line.get());
        if (parsed.isPresent()) {
          return parsed;
        }
      } else if (!advance()) {
        return Optional.empty();
      }
    }
  }

  /// From a file that was read to its end to the one that came after it, if there is one. What
  /// was written before the change of files is read first: the end is asked for twice.
  private boolean advance() throws IOException {
    if (parts.size() == 1) {
      add(path);
      return parts.size() > 1;
    }
    parts.remove().in().close();
    return true;
  }

  private Optional<byte[]> line(InputStream in) throws IOException {
    int b = in.read();
    while (b >= 0 && b != '\n') {
      begun.write(b);
      b = in.read();
    }
    if (b < 0) {
      return Optional.empty();
    }
    byte[] line = begun.toByteArray();
    begun.reset();
    return Optional.of(line);
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.in().close();
    }
  }
}
