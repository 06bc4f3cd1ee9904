package io.stage1kvm.stage1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/// Cuts the bytes of one stream into lines and puts a prefix before each. Bytes are never changed;
/// a
/// line longer than the limit is cut, so that memory stays bounded. Not thread-safe: one per
/// stream.
final class LineFormat {
  /// The longest line kept together, in bytes.
  static final int LIMIT = 16 * 1024;

  /// Makes the prefix of a line.
  interface Prefix {
    /// @param complete false if the line goes on in the next one
    String of(boolean complete);
  }

  private final Prefix prefix;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineFormat(Prefix prefix) {
    this.prefix = prefix;
  }

  /// The form that journald gives to a console: `[    5.123456] app[42]: `, seconds since boot.
  static Prefix console(String app, long pid, LongSupplier nanos) {
    return complete -> {
      long micros = nanos.getAsLong() / 1000;
      return "[%5d.%06d] %s[%d]: ".formatted(micros / 1_000_000, micros % 1_000_000, app, pid);
    };
  }

  /// Takes bytes, appends the lines that they complete to `out`.
  void take(byte[] bytes, int length, ByteArrayOutputStream out) {
    int start = 0;
    while (start < length) {
      int end = start;
      int most = (int) Math.min(length, (long) start + LIMIT - line.size());
      while (end < most && bytes[end] != '\n') {
        end++;
      }
      line.write(bytes, start, end - start);
      if (end < length && bytes[end] == '\n') {
        emit(true, out);
        end++;
      } else if (end < length) {
        emit(false, out);
      }
      start = end;
    }
  }

  /// Appends what is left of a last line without an end.
  void finish(ByteArrayOutputStream out) {
    if (line.size() > 0) {
      emit(true, out);
    }
  }

  private void emit(boolean complete, ByteArrayOutputStream out) {
    out.writeBytes(prefix.of(complete).getBytes(StandardCharsets.UTF_8));
    out.writeBytes(line.toByteArray());
    out.write('\n');
    line.reset();
  }
}
