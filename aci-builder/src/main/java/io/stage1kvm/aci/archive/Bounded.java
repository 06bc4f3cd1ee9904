package io.stage1kvm.aci.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A decompressed stream that ends with a failure where the limit is.
final class Bounded extends FilterInputStream {
  /// The stream before it is decompressed.
  static final class Source extends FilterInputStream {
    private long count;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      count += Math.max(0, n);
      return n;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  private final Source source;
  private final SizeLimit limit;
  private long count;

  Bounded(InputStream plain, Source source, SizeLimit limit) {
    super(plain);
    this.source = source;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    count += Math.max(0, n);
    limit.checkSize(count);
    limit.checkRatio(count, source.count);
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
