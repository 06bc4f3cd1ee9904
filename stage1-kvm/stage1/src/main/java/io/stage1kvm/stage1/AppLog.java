package io.stage1kvm.stage1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// What an app has written, kept in two files of half the limit each: when the newer is full it
/// replaces the older. Lines have the form that Kubernetes reads: `<RFC 3339 time> stdout|stderr
/// F|P <text>`.
///
/// Thread-safe: an app's streams share it.
final class AppLog implements AutoCloseable {
  private final Path file;
  private final long limit;

  /// Null when the last rotation has failed.
  private OutputStream out;

  private long size;

  private AppLog(Path file, long limit, OutputStream out) {
    this.file = file;
    this.limit = limit;
    this.out = out;
  }

  /// Opens the log of an app for appending.
  static AppLog open(Path file, long limitBytes) throws IOException {
    Files.createDirectories(file.getParent());
    AppLog log = new AppLog(file, limitBytes / 2, append(file));
    log.size = Files.size(file);
    return log;
  }

  private static OutputStream append(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// The older of the two files.
  static Path older(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  /// The prefix of a log line of one stream.
  static LineFormat.Prefix prefix(String stream) {
    return complete -> java.time.Instant.now() + " " + stream + (complete ? " F " : " P ");
  }

  synchronized void write(ByteArrayOutputStream lines) throws IOException {
    if (lines.size() == 0) {
      return;
    }
    if (out == null) {
      out = append(file);
    }
    if (size + lines.size() > limit && size > 0) {
      rotate();
    }
    lines.writeTo(out);
    size += lines.size();
  }

  private void rotate() throws IOException {
    close();
    Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
    out = append(file);
    size = 0;
  }

  @Override
  public synchronized void close() throws IOException {
    OutputStream closed = out;
    out = null;
    if (closed != null) {
      closed.close();
    }
  }
}
