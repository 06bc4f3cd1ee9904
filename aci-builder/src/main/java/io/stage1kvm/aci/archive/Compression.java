package io.stage1kvm.aci.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/// The compressions of an image (appc `aci.md`, "Image Archives"), known by their first bytes and
/// never by a file's name.
public enum Compression {
  NONE(0, 0, 0),
  /// Level 5 makes about what `gzip` makes at its level 6.
  GZIP(1, 9, 5, 0x1f, 0x8b),
  BZIP2(1, 9, 9, 'B', 'Z', 'h'),
  XZ(0, 9, 6, 0xfd, '7', 'z', 'X', 'Z', 0);

  private static final int MAX_MAGIC = 6;

  /// Memory for xz's dictionary, in KiB: `xz -9` needs 65 MiB.
  private static final int XZ_MEMORY_KIB = 100 << 10;

  private final int minLevel;
  private final int maxLevel;
  private final int defaultLevel;
  private final int[] magic;

  Compression(int minLevel, int maxLevel, int defaultLevel, int... magic) {
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
    this.defaultLevel = defaultLevel;
    this.magic = magic;
  }

  /// @return the level used when none is asked for
  public int defaultLevel() {
    return defaultLevel;
  }

  /// @throws IllegalArgumentException unless the compression has this level
  public int checkLevel(int level) {
    if (level < minLevel || level > maxLevel) {
      throw new IllegalArgumentException(
          "level '%d' must be between %d and %d".formatted(level, minLevel, maxLevel));
    }
    return level;
  }

  static Compression detect(byte[] head) {
    for (Compression compression : values()) {
      if (compression != NONE && compression.matches(head)) {
        return compression;
      }
    }
    return NONE;
  }

  private boolean matches(byte[] head) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || (head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// Finds out the compression and leaves the stream at its start.
  public static Compression detect(BufferedInputStream in) throws IOException {
    in.mark(MAX_MAGIC);
    byte[] head = in.readNBytes(MAX_MAGIC);
    in.reset();
    return detect(head);
  }

  /// @return the stream decompressed; what is wrong with it comes as an [AciException]
  public InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GzipInput(in);
      case BZIP2 -> new Checked("bzip2", () -> new BZip2CompressorInputStream(in, true));
      case XZ -> new Checked("xz", () -> new XZInputStream(in, XZ_MEMORY_KIB));
    };
  }

  /// @return a stream that compresses into `out`, the same bytes for the same input always
  OutputStream compress(OutputStream out, int level) throws IOException {
    checkLevel(level);
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GzipOutput(out, level);
      case BZIP2 -> new BZip2CompressorOutputStream(out, level);
      case XZ -> new XZOutputStream(out, new LZMA2Options(level));
    };
  }

  private interface Opener {
    InputStream open() throws IOException;
  }

  /// Gives a library's failures our words. On hostile input some of them are runtime exceptions.
  private static final class Checked extends InputStream {
    private final String name;
    private final InputStream in;

    Checked(String name, Opener opener) throws IOException {
      this.name = name;
      try {
        this.in = opener.open();
      } catch (IOException | RuntimeException e) {
        throw failed(e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException | RuntimeException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }

    private AciException failed(Exception e) {
      // commons-compress has no type of its own for it.
      if (e instanceof EOFException || "Unexpected end of stream".equals(e.getMessage())) {
        return AciException.malformed("the %s stream is truncated".formatted(name), e);
      }
      String reason =
          e instanceof IOException && e.getMessage() != null ? e.getMessage() : "bad data";
      return AciException.malformed("the %s stream is corrupt: %s".formatted(name, reason), e);
    }
  }
}
