package io.stage1kvm.aci.archive;

import io.stage1kvm.manifest.type.ImageID;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/// Reads an image once, from its first byte to its last: entries, their content, and the image ID.
///
/// ```java
/// try (AciReader reader = AciReader.open(path)) {
///   for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) { … }
///   ImageID id = reader.id();
/// }
/// ```
///
/// What it decompresses to is bounded, by [SizeLimit#DEFAULT] unless another limit is given.
/// Decompression runs in a thread of its own. Failures are [AciException]s that say what is wrong
/// with the archive; callers put the image's name before it.
public final class AciReader implements AutoCloseable {
  private final Compression compression;
  private final Optional<MessageDigest> digest;
  private final ReadAhead stream;
  private final TarReader tar;
  private final SizeLimit limit;
  private String current = "";

  /// Bytes of all files so far.
  private long content;

  private AciReader(
      Compression compression, InputStream plain, SizeLimit limit, Optional<MessageDigest> digest) {
    this.compression = compression;
    this.limit = limit;
    this.digest = digest;
    this.stream = new ReadAhead(plain, digest);
    this.tar = new TarReader(stream);
  }

  /// Opens a file.
  public static AciReader open(Path file) throws IOException {
    return open(Files.newInputStream(file));
  }

  /// Opens a file whose contents may take as much as the limit says.
  public static AciReader open(Path file, SizeLimit limit) throws IOException {
    return open(Files.newInputStream(file), limit);
  }

  /// Opens a stream and takes ownership of it.
  public static AciReader open(InputStream in) throws IOException {
    return open(in, SizeLimit.DEFAULT);
  }

  /// As [#open(InputStream)], with another limit.
  public static AciReader open(InputStream in, SizeLimit limit) throws IOException {
    return open(in, limit, Optional.of(ImageDigest.create()));
  }

  /// As [#open(InputStream, SizeLimit)], for who does not ask for the ID, which costs as much as
  /// all else.
  public static AciReader openWithoutId(InputStream in, SizeLimit limit) throws IOException {
    return open(in, limit, Optional.empty());
  }

  private static AciReader open(InputStream in, SizeLimit limit, Optional<MessageDigest> digest)
      throws IOException {
    try {
      Bounded.Source source = new Bounded.Source(in);
      BufferedInputStream head = new BufferedInputStream(source, 1 << 16);
      Compression compression = Compression.detect(head);
      InputStream plain = new Bounded(compression.decompress(head), source, limit);
      return new AciReader(compression, plain, limit, digest);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  public Compression compression() {
    return compression;
  }

  /// @return the next entry, empty after the last. What was not read of a file is skipped
  public Optional<AciEntry> next() throws IOException {
    Optional<AciEntry> next = tar.next();
    current = next.map(AciEntry::name).orElse("");
    if (next.isPresent() && next.get() instanceof AciEntry.File file) {
      content += Math.min(file.size(), Long.MAX_VALUE - content);
      limit.checkSize(content);
    }
    return next;
  }

  /// Reads content of the file that [#next()] gave last.
  ///
  /// @return the number of bytes, -1 at its end
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return tar.read(buffer, offset, length);
  }

  /// @return the content of the file that [#next()] gave last, to be read before the next entry.
  ///     Closing it does nothing
  public InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return AciReader.this.read(buffer, offset, length);
      }
    };
  }

  /// As [#read], without the holes of a sparse file: the bytes of its pieces in a row (see
  /// [AciEntry.File#map()]). Use one of the two for an entry.
  public int readStored(byte[] buffer, int offset, int length) throws IOException {
    return tar.readStored(buffer, offset, length);
  }

  /// @return the rest of the current file's content
  /// @throws AciException if it is more than `limit` bytes
  public byte[] readAll(int limit) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = read(buffer, 0, buffer.length); n >= 0; n = read(buffer, 0, buffer.length)) {
      content.write(buffer, 0, n);
      if (content.size() > limit) {
        throw AciException.malformed(
            "entry '%s' is larger than %d bytes".formatted(ByteText.show(current), limit));
      }
    }
    return content.toByteArray();
  }

  /// Reads to the end of the stream. Call it once, last.
  ///
  /// The bytes are not looked at as a tar archive unless [#next()] was called to the end.
  ///
  /// @return SHA-512 of the uncompressed archive (appc `aci.md`, "Image ID")
  public ImageID id() throws IOException {
    while (stream.skip(Long.MAX_VALUE) > 0) {}
    return ImageDigest.id(digest.orElseThrow());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
