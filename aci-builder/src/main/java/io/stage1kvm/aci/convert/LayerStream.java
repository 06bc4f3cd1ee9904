package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.convert.SourceImage.SourceLayer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// The entries of one layer, whose digests are checked at its end.
final class LayerStream implements AutoCloseable {
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private final SourceLayer layer;
  private final InputStream raw;
  private final Optional<MessageDigest> blob;
  private final MessageDigest plain;

  /// Empty for a file without a byte, which some tools write for an empty layer.
  private final Optional<AciReader> reader;

  private LayerStream(SourceLayer layer, InputStream file, Bound bound) throws IOException {
    this.layer = layer;
    this.blob = layer.blob().map(Digest::create);
    this.plain = layer.diffId().create();
    InputStream packed = bound.countPacked(file);
    BufferedInputStream head =
        new BufferedInputStream(
            blob.<InputStream>map(d -> new DigestInputStream(packed, d)).orElse(packed), 1 << 16);
    this.raw = head;
    head.mark(ZSTD.length);
    byte[] magic = head.readNBytes(ZSTD.length);
    head.reset();
    if (Arrays.equals(magic, ZSTD)) {
      throw AciException.malformed(
          "it is compressed by zstd, which images here cannot be\n"
              + "hint: copy the image with gzip first: skopeo copy --dest-compress-format gzip …");
    }
    InputStream content = Compression.detect(head).decompress(head);
    this.reader =
        magic.length == 0
            ? Optional.empty()
            : Optional.of(
                AciReader.open(bound.count(new DigestInputStream(content, plain)), SizeLimit.NONE));
  }

  static LayerStream open(SourceFiles files, SourceLayer layer, Bound bound) throws IOException {
    InputStream file = files.open(layer.file());
    try {
      return new LayerStream(layer, file, bound);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  Optional<AciEntry> next() throws IOException {
    return reader.isPresent() ? reader.get().next() : Optional.empty();
  }

  byte[] readAll(int limit) throws IOException {
    return reader.orElseThrow().readAll(limit);
  }

  InputStream content() {
    return reader.orElseThrow().content();
  }

  /// Reads what is left and compares the digests.
  void verify() throws IOException {
    if (reader.isEmpty()) {
      return;
    }
    reader.get().id();
    raw.transferTo(OutputStream.nullOutputStream());
    if (blob.isPresent()) {
      check(blob.get(), layer.blob().orElseThrow());
    }
    check(plain, layer.diffId());
  }

  private static void check(MessageDigest digest, Digest expected) throws AciException {
    Digest real = Digest.of(digest, expected.algorithm());
    if (!real.equals(expected)) {
      throw AciException.malformed(
          "its digest is '%s', but '%s' is expected"
              .formatted(real, ByteText.show(expected.toString())));
    }
  }

  @Override
  public void close() throws IOException {
    if (reader.isPresent()) {
      reader.get().close();
    }
    raw.close();
  }
}
