package io.stage1kvm.aci.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.aci.validate.AciValidator;
import io.stage1kvm.aci.validate.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// A few bytes that stand for many.
class BombTest {
  private static final int MIB = 1 << 20;
  private static final String RATIO =
      "it grows to more than 200 times its size, the bound (see --max-ratio)";

  @TempDir private Path dir;

  private static byte[] compress(Compression compression, byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new java.util.zip.GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
          case NONE -> bytes;
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  /// An image with one file of so many MiB of zeros, in as many members as it has MiB.
  private Path bomb(Compression compression, int size) throws IOException {
    Path image = dir.resolve("bomb.aci");
    byte[] zeros = compress(compression, new byte[MIB]);
    try (OutputStream out = Files.newOutputStream(image)) {
      byte[] head =
          TarBytes.image().raw(TarBytes.header("rootfs/f", '0', "", (long) size * MIB)).bytes();
      out.write(compress(compression, head));
      for (int i = 0; i < size; i++) {
        out.write(zeros);
      }
      out.write(compress(compression, new byte[1024]));
    }
    return image;
  }

  private void refuses(Path image, SizeLimit limit, String reason) {
    Path target = dir.resolve("target");
    assertThatThrownBy(() -> AciExtractor.extract(image, target, Ownership.ofCaller(), limit))
        .isInstanceOf(AciException.class)
        .hasMessage("cannot extract image '%s': %s", image, reason);
    assertThat(target).doesNotExist();
    assertThatThrownBy(() -> AciImage.id(image, limit))
        .isInstanceOf(AciException.class)
        .hasMessage("cannot read image '%s': %s", image, reason);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "XZ"})
  void refusesSizesOfEveryCompression(Compression compression) throws IOException {
    Path image = bomb(compression, 5);
    refuses(
        image,
        new SizeLimit(4 * MIB, 1),
        "it has more than 4194304 bytes uncompressed, the bound (see --max-size)");
  }

  @Test
  void refusesRatiosThatNoFileSystemHas() throws IOException {
    Path image = bomb(Compression.GZIP, 257);
    refuses(image, SizeLimit.DEFAULT, RATIO);
    assertThat(AciValidator.validate(image)).extracting(Violation::message).containsExactly(RATIO);
  }

  @Test
  void takesSmallImagesOfZeros() throws IOException {
    Path image = bomb(Compression.GZIP, 255);
    assertThat(AciValidator.validate(image)).extracting(Violation::rule).doesNotContain("archive");
    AciExtractor.extract(image, dir.resolve("target"));
    assertThat(dir.resolve("target/rootfs/f")).hasSize(255L * MIB);
  }

  @Test
  void takesAnythingIfAskedTo() throws IOException {
    Path image = bomb(Compression.GZIP, 300);
    assertThat(AciImage.id(image, SizeLimit.NONE)).isNotNull();
  }

  @Test
  void refusesSizesBeyondTheBound() throws IOException {
    Path image = bomb(Compression.GZIP, 3);
    SizeLimit limit = new SizeLimit(3 * MIB, 200);
    refuses(
        image, limit, "it has more than 3145728 bytes uncompressed, the bound (see --max-size)");
    assertThat(AciImage.id(image, new SizeLimit(4 * MIB, 200))).isNotNull();
  }

  @Test
  void countsTheHolesOfSparseFiles() throws IOException {
    Path image = dir.resolve("sparse.aci");
    TarBytes archive =
        TarBytes.image()
            .pax("GNU.sparse.size=999999999999999999")
            .pax("GNU.sparse.map=0,0")
            .file("rootfs/f", "");
    Files.write(image, archive.end());
    Path target = dir.resolve("target");
    assertThatThrownBy(() -> AciExtractor.extract(image, target))
        .hasMessage(
            "cannot extract image '%s': it has more than 68719476736 bytes uncompressed, the bound"
                + " (see --max-size)",
            image);
    assertThat(target).doesNotExist();
  }

  @Test
  void makesHolesOfHoles() throws IOException {
    Path image = dir.resolve("sparse.aci");
    long size = 9L << 30;
    TarBytes archive =
        TarBytes.image()
            .pax("GNU.sparse.size=" + size)
            .pax("GNU.sparse.map=4096,3," + (size - 8192) + ",2")
            .file("rootfs/f", "abcde");
    Files.write(image, archive.end());
    AciExtractor.extract(image, dir.resolve("target"));
    Path file = dir.resolve("target/rootfs/f");
    assertThat(file).hasSize(size);
    try (var channel = Files.newByteChannel(file)) {
      var buffer = java.nio.ByteBuffer.allocate(5);
      channel.position(4095).read(buffer);
      assertThat(buffer.array()).containsExactly(0, 'a', 'b', 'c', 0);
      channel.position(size - 8193).read(buffer.clear());
      assertThat(buffer.array()).containsExactly(0, 'd', 'e', 0, 0);
    }
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes()).strip();
    assertThat(Integer.parseInt(blocks)).isLessThan(100);
  }
}
