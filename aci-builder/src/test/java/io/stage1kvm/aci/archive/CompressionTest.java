package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
  private static final byte[] DATA = data();

  private static byte[] data() {
    byte[] data = new byte[150_000];
    new Random(7).nextBytes(data);
    Arrays.fill(data, 50_000, 100_000, (byte) 'x');
    return data;
  }

  private static byte[] compress(Compression compression, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.compress(bytes, compression.defaultLevel())) {
      out.write(data);
    }
    return bytes.toByteArray();
  }

  private static byte[] decompress(byte[] bytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(bytes));
    return Compression.detect(in).decompress(in).readAllBytes();
  }

  private static void refuses(byte[] bytes, String message) {
    assertThatThrownBy(() -> decompress(bytes))
        .isInstanceOf(AciException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void knowsItsOwnOutputByItsFirstBytes(Compression compression) throws IOException {
    byte[] bytes = compress(compression, DATA);
    assertThat(Compression.detect(bytes)).isEqualTo(compression);
    assertThat(decompress(bytes)).isEqualTo(DATA);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameBytesTwice(Compression compression) throws IOException {
    assertThat(compress(compression, DATA)).isEqualTo(compress(compression, DATA));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "XZ"})
  void readsSeveralStreamsInARow(Compression compression) throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(compress(compression, "one ".getBytes(UTF_8)));
    both.writeBytes(compress(compression, "two".getBytes(UTF_8)));
    assertThat(decompress(both.toByteArray())).isEqualTo("one two".getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP,the gzip stream is truncated",
    "XZ,the xz stream is truncated",
    "BZIP2,the bzip2 stream is truncated"
  })
  void refusesTruncation(Compression compression, String message) throws IOException {
    byte[] bytes = compress(compression, "some text".getBytes(UTF_8));
    for (int length = 10; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decompress(part))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(AciException.class)
          .hasMessage(message);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "XZ"})
  void refusesEveryFlippedByteOrGivesTheSame(Compression compression) throws IOException {
    byte[] data = "some text that is long enough ".repeat(20).getBytes(UTF_8);
    byte[] bytes = compress(compression, data);
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 0x55;
      try {
        byte[] read = decompress(flipped);
        // Times and the like in headers say nothing about the data; a broken magic makes it plain.
        assertThat(Arrays.equals(read, data) || Arrays.equals(read, flipped)).isTrue();
      } catch (AciException e) {
        assertThat(e).hasMessageMatching("the (gzip|bzip2|xz) stream is (corrupt: .+|truncated)");
      }
    }
  }

  @Test
  void writesAGzipHeaderWithoutTimeAndName() throws IOException {
    byte[] head = Arrays.copyOf(compress(Compression.GZIP, DATA), 8);
    assertThat(head).containsExactly(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
  }

  @Test
  void readsGzipWithEveryHeaderField() throws IOException {
    byte[] plain = compress(Compression.GZIP, "text".getBytes(UTF_8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, 3);
    bytes.write(31);
    bytes.write(plain, 4, 6);
    bytes.writeBytes(new byte[] {2, 0, 9, 9, 'n', 0, 'c', 'c', 0, 1, 1});
    bytes.write(plain, 10, plain.length - 10);
    assertThat(decompress(bytes.toByteArray())).isEqualTo("text".getBytes(UTF_8));
  }

  @Test
  void acceptsZerosAfterGzipButNothingElse() throws IOException {
    byte[] plain = compress(Compression.GZIP, "text".getBytes(UTF_8));
    byte[] padded = Arrays.copyOf(plain, plain.length + 100);
    assertThat(decompress(padded)).isEqualTo("text".getBytes(UTF_8));
    padded[plain.length + 50] = 1;
    refuses(padded, "the gzip stream is corrupt: something follows its end");
    padded[plain.length] = 'x';
    refuses(padded, "the gzip stream is corrupt: something follows its end");
  }

  @Test
  void refusesGzipWithAnotherChecksumOrLength() throws IOException {
    byte[] bytes = compress(Compression.GZIP, "text".getBytes(UTF_8));
    byte[] crc = bytes.clone();
    crc[bytes.length - 8]++;
    refuses(crc, "the gzip stream is corrupt: its checksum does not match");
    byte[] length = bytes.clone();
    length[bytes.length - 1]++;
    refuses(length, "the gzip stream is corrupt: its length does not match");
  }

  @Test
  void refusesXzThatNeedsTooMuchMemory() throws IOException {
    // Block header of xz -9 with the dictionary size raised from 64 MiB to 1 GiB.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    var options = new org.tukaani.xz.LZMA2Options(9);
    options.setDictSize(256 << 20);
    try (OutputStream out = new org.tukaani.xz.XZOutputStream(bytes, options)) {
      out.write(1);
    }
    assertThatThrownBy(() -> decompress(bytes.toByteArray()))
        .isInstanceOf(AciException.class)
        .hasMessageStartingWith("the xz stream is corrupt: ")
        .hasMessageContaining("memory");
  }

  @Test
  void checksLevels() {
    assertThatThrownBy(() -> Compression.GZIP.checkLevel(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("level '10' must be between 1 and 9");
    assertThat(Compression.XZ.checkLevel(0)).isZero();
  }
}
