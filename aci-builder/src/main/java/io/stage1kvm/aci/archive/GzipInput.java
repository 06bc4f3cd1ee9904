package io.stage1kvm.aci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses gzip (RFC 1952), one member after the other.
///
/// The JDK's own stream guesses by `available()` whether another member follows and ignores what
/// it does not know at the end; an image must be read whole or not at all.
final class GzipInput extends InputStream {
  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int FLAGS_KNOWN = 31;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] input = new byte[1 << 16];

  /// What is in `input` and not used yet, outside of the inflater's turn.
  private int position;

  private int limit;
  private boolean ended;

  GzipInput(InputStream in) throws IOException {
    this.in = in;
    readHeader(next());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int n = inflate(buffer, offset, length);
      if (n > 0) {
        crc.update(buffer, offset, n);
        return n;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw corrupt("it asks for a dictionary", null);
      } else if (inflater.needsInput()) {
        fill();
        inflater.setInput(input, 0, limit);
      }
    }
    return -1;
  }

  private int inflate(byte[] buffer, int offset, int length) throws AciException {
    try {
      return inflater.inflate(buffer, offset, length);
    } catch (DataFormatException e) {
      throw corrupt(e.getMessage() == null ? "bad data" : e.getMessage(), e);
    }
  }

  private void endMember() throws IOException {
    position = limit - inflater.getRemaining();
    if (nextInt() != (int) crc.getValue()) {
      throw corrupt("its checksum does not match", null);
    }
    if (nextInt() != (int) inflater.getBytesWritten()) {
      throw corrupt("its length does not match", null);
    }
    int first = nextOrEnd();
    if (first > 0) {
      readHeader(first);
    } else {
      skipPadding(first);
      ended = true;
    }
  }

  /// Tapes and block devices leave zeros behind, which gzip itself accepts too.
  private void skipPadding(int first) throws IOException {
    for (int b = first; b >= 0; b = nextOrEnd()) {
      if (b != 0) {
        throw corrupt("something follows its end", null);
      }
    }
  }

  private void readHeader(int first) throws IOException {
    if (first != 0x1f || next() != 0x8b) {
      throw corrupt("something follows its end", null);
    }
    int method = next();
    int flags = next();
    if (method != 8 || (flags & ~FLAGS_KNOWN) != 0) {
      throw corrupt("its header is not known", null);
    }
    for (int i = 0; i < 6; i++) {
      next();
    }
    if ((flags & FLAG_EXTRA) != 0) {
      for (int left = nextShort(); left > 0; left--) {
        next();
      }
    }
    skipText(flags & FLAG_NAME);
    skipText(flags & FLAG_COMMENT);
    if ((flags & FLAG_HEADER_CRC) != 0) {
      nextShort();
    }
    crc.reset();
    inflater.reset();
    inflater.setInput(input, position, limit - position);
  }

  private void skipText(int flag) throws IOException {
    if (flag != 0) {
      int b;
      do {
        b = next();
      } while (b != 0);
    }
  }

  private int nextInt() throws IOException {
    return nextShort() | nextShort() << 16;
  }

  private int nextShort() throws IOException {
    return next() | next() << 8;
  }

  private int next() throws IOException {
    int b = nextOrEnd();
    if (b < 0) {
      throw truncated();
    }
    return b;
  }

  private int nextOrEnd() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(input));
      if (limit == 0) {
        return -1;
      }
    }
    return input[position++] & 0xff;
  }

  private void fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(input));
    if (limit == 0) {
      throw truncated();
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private static AciException truncated() {
    return AciException.malformed("the gzip stream is truncated");
  }

  private static AciException corrupt(String reason, Throwable cause) {
    return AciException.malformed("the gzip stream is corrupt: " + reason, cause);
  }
}
