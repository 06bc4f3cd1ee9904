package io.stage1kvm.aci.archive;

import io.stage1kvm.manifest.type.ImageID;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/// Writes an image: entries in the order they are put, compressed, with the image ID at the end.
///
/// The same entries, compression and level give the same bytes. The image ID does not depend on
/// compression at all.
public final class AciWriter implements AutoCloseable {
  private final MessageDigest digest = ImageDigest.create();
  private final OutputStream out;
  private final TarWriter tar;
  private final byte[] buffer = new byte[1 << 18];

  /// Takes ownership of the stream.
  ///
  /// @param level of the compression, see [Compression#checkLevel(int)]
  public AciWriter(OutputStream out, Compression compression, int level) throws IOException {
    OutputStream compressed = compression.compress(new BufferedOutputStream(out, 1 << 16), level);
    this.out = new BufferedOutputStream(new DigestOutputStream(compressed, digest), 1 << 16);
    this.tar = new TarWriter(this.out);
  }

  /// Adds anything but a file.
  public void put(AciEntry entry) throws IOException {
    if (entry instanceof AciEntry.File) {
      throw new IllegalArgumentException("a file needs content");
    }
    tar.putHeader(entry);
  }

  /// Adds a file.
  ///
  /// @param content must give `file.size()` bytes; more is not looked at
  /// @throws AciException if there are fewer, after which the archive is of no use
  public void put(AciEntry.File file, InputStream content) throws IOException {
    tar.putHeader(file);
    long left = file.size();
    while (left > 0) {
      int n = content.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (n < 0) {
        throw AciException.cannot(
            "read", "file", file.name(), "it shrank by %d bytes meanwhile".formatted(left));
      }
      out.write(buffer, 0, n);
      left -= n;
    }
    tar.endContent(file.size());
  }

  /// Writes the end mark and closes the stream. Call it once, last.
  public ImageID finish() throws IOException {
    tar.end();
    out.close();
    return ImageDigest.id(digest);
  }

  /// Closes the stream without an end mark, unless [#finish()] was called.
  @Override
  public void close() throws IOException {
    out.close();
  }
}
