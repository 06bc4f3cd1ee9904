package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// How much a source may unpack to, all streams together.
final class Bound {
  /// Entries are kept in memory.
  private static final int MAX_ENTRIES =
      (int) Math.min(4_000_000, Runtime.getRuntime().maxMemory() / 512);

  private final long limit;
  private long bytes;
  private int entries;

  Bound(long limit) {
    this.limit = limit;
  }

  /// For what was read before.
  static Bound none() {
    return new Bound(Long.MAX_VALUE);
  }

  void addEntry() throws AciException {
    if (++entries > MAX_ENTRIES) {
      throw AciException.malformed("it has more than %d entries".formatted(MAX_ENTRIES));
    }
  }

  private void add(long count) throws AciException {
    bytes += count;
    if (bytes > limit) {
      throw AciException.malformed(
          "it unpacks to more than %d bytes\nhint: use --max-size if that is right"
              .formatted(limit));
    }
  }

  /// @return the stream, whose bytes count
  InputStream count(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int b = in.read();
        add(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        add(Math.max(0, n));
        return n;
      }

      @Override
      public long skip(long count) throws IOException {
        long n = in.skip(count);
        add(n);
        return n;
      }
    };
  }
}
