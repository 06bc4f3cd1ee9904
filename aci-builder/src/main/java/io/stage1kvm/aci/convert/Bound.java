package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// How much a source may unpack to, all streams together.
final class Bound {
  /// Entries are kept in memory.
  private static final int MAX_ENTRIES =
      (int) Math.min(4_000_000, Runtime.getRuntime().maxMemory() / 512);

  private final SizeLimit limit;
  private long packed;
  private long bytes;
  private long content;
  private int entries;

  Bound(SizeLimit limit) {
    this.limit = limit;
  }

  /// For what was read before.
  static Bound none() {
    return new Bound(SizeLimit.NONE);
  }

  SizeLimit limit() {
    return limit;
  }

  void addEntry(AciEntry entry) throws AciException {
    if (++entries > MAX_ENTRIES) {
      throw AciException.malformed("it has more than %d entries".formatted(MAX_ENTRIES));
    }
    if (entry instanceof AciEntry.File file) {
      // Holes are written out, so they count.
      content += Math.min(file.size(), Long.MAX_VALUE - content);
      limit.checkSize(content);
    }
  }

  private void add(long count) throws AciException {
    bytes += count;
    limit.checkSize(bytes);
    limit.checkRatio(bytes, packed);
  }

  private interface Counter {
    void add(long count) throws AciException;
  }

  /// @return the stream, which is still compressed, or was never
  InputStream countPacked(InputStream in) {
    return new Counted(in, count -> packed += count);
  }

  /// @return the stream, which is decompressed
  InputStream count(InputStream in) {
    return new Counted(in, this::add);
  }

  private static final class Counted extends FilterInputStream {
    private final Counter counter;

    Counted(InputStream in, Counter counter) {
      super(in);
      this.counter = counter;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      counter.add(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      counter.add(Math.max(0, n));
      return n;
    }

    @Override
    public long skip(long count) throws IOException {
      long n = in.skip(count);
      counter.add(n);
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
