package io.stage1kvm.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipOutputTest {
  private static final int LEVEL = 5;

  /// Half words, half noise, so that blocks are of all kinds.
  private static byte[] content(int size) {
    Random random = new Random(size);
    byte[] bytes = new byte[size];
    for (int at = 0; at < size; at += 1000) {
      int length = Math.min(1000, size - at);
      byte[] piece = new byte[length];
      if (random.nextBoolean()) {
        random.nextBytes(piece);
      } else {
        byte[] word = Integer.toString(random.nextInt(50)).getBytes();
        for (int i = 0; i < length; i++) {
          piece[i] = word[i % word.length];
        }
      }
      System.arraycopy(piece, 0, bytes, at, length);
    }
    return bytes;
  }

  private static byte[] compress(byte[] content, int writes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GzipOutput(bytes, LEVEL)) {
      for (int at = 0; at < content.length; at += writes) {
        out.write(content, at, Math.min(writes, content.length - at));
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 1000, 262_143, 262_144, 262_145, 524_288, 524_289, 3_000_000, 64 * 262_144 + 7})
  void isReadByOthersAndByUs(int size) throws IOException {
    byte[] content = content(size);
    byte[] compressed = compress(content, 65_536);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    try (GzipInput in = new GzipInput(new ByteArrayInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void givesTheSameBytesHoweverItIsFed() throws IOException {
    byte[] content = content(2_000_000);
    byte[] compressed = compress(content, 2_000_000);
    assertThat(compress(content, 1_000)).isEqualTo(compressed);
    assertThat(compress(content, 262_144)).isEqualTo(compressed);
    assertThat(compress(content, 300_001)).isEqualTo(compressed);
  }

  @Test
  void losesLittleToOneStream() throws IOException {
    byte[] content = content(8_000_000);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream out =
        new GZIPOutputStream(whole) {
          {
            def.setLevel(LEVEL);
          }
        }) {
      out.write(content);
    }
    assertThat(compress(content, 65_536).length).isLessThan(whole.size() + whole.size() / 200);
  }

  @Test
  void hasNeitherTimeNorName() throws IOException {
    assertThat(compress(new byte[0], 1))
        .startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
        .endsWith(3, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void tellsThatTheDiskIsFull() {
    byte[] content = content(30_000_000);
    OutputStream full =
        new OutputStream() {
          private int left = 100_000;

          @Override
          public void write(int b) throws IOException {
            if (--left < 0) {
              throw new IOException("no space left on device");
            }
          }
        };
    assertThatThrownBy(
            () -> {
              try (OutputStream out = new GzipOutput(full, LEVEL)) {
                out.write(content);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("no space left on device");
  }
}
