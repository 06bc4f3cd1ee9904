package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files with holes, as GNU tar writes them and as nobody should.
class SparseTest {
  private static final long GIB = 1L << 30;

  @TempDir private Path dir;

  private byte[] tar(String format) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar", "--sparse", "--hole-detection=raw"));
    command.addAll(List.of(format.split(" ")));
    command.addAll(List.of("-C", dir.toString(), "-cf", "-", "s", "after"));
    Files.writeString(dir.resolve("after"), "text");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] archive = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return archive;
  }

  /// A file of so many pieces, a hole behind each.
  private byte[] makeFile(int pieces) throws IOException {
    byte[] content = new byte[pieces * 16_384 + 5000];
    Files.deleteIfExists(dir.resolve("s"));
    try (RandomAccessFile file = new RandomAccessFile(dir.resolve("s").toFile(), "rw")) {
      file.setLength(content.length);
      for (int i = 0; i < pieces; i++) {
        byte[] piece = ("piece " + i).getBytes(UTF_8);
        System.arraycopy(piece, 0, content, i * 16_384, piece.length);
        file.seek(i * 16_384);
        file.write(piece);
      }
    }
    return content;
  }

  private static AciEntry.File firstFile(TarReader reader) throws IOException {
    return (AciEntry.File) reader.next().orElseThrow();
  }

  private static byte[] content(TarReader reader) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n = reader.read(buffer, 0, 1000); n >= 0; n = reader.read(buffer, 0, 1000)) {
      content.write(buffer, 0, n);
    }
    return content.toByteArray();
  }

  private void readsAll(String format) throws IOException, InterruptedException {
    for (int pieces : new int[] {0, 1, 4, 5, 25, 26, 70}) {
      byte[] content = makeFile(pieces);
      TarReader reader = new TarReader(new ByteArrayInputStream(tar(format)));
      AciEntry.File file = firstFile(reader);
      assertThat(file.name()).isEqualTo("s");
      assertThat(file.size()).isEqualTo(content.length);
      assertThat(file.map().hasHoles()).isTrue();
      assertThat(file.map().count()).isEqualTo(pieces);
      assertThat(content(reader)).isEqualTo(content);
      assertThat(firstFile(reader).name()).isEqualTo("after");
      assertThat(content(reader)).isEqualTo("text".getBytes(UTF_8));
      assertThat(reader.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=pax --sparse-version=0.0",
        "--format=pax --sparse-version=0.1",
        "--format=pax --sparse-version=1.0"
      })
  void readsWhatGnuTarWrites(String format) throws IOException, InterruptedException {
    readsAll(format);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--hole-detection=seek --format=gnu",
        "--hole-detection=seek --format=pax --sparse-version=0.1",
        "--hole-detection=seek --format=pax --sparse-version=1.0"
      })
  void readsFilesBeyond8GiB(String format) throws IOException, InterruptedException {
    try (RandomAccessFile file = new RandomAccessFile(dir.resolve("s").toFile(), "rw")) {
      file.setLength(9 * GIB + 7);
      file.seek(9 * GIB);
      file.write("end".getBytes(UTF_8));
    }
    TarReader reader = new TarReader(new ByteArrayInputStream(tar(format)));
    AciEntry.File file = firstFile(reader);
    assertThat(file.size()).isEqualTo(9 * GIB + 7);
    assertThat(file.map().count()).isEqualTo(1);
    byte[] stored = new byte[8192];
    int n = reader.readStored(stored, 0, stored.length);
    assertThat(new String(stored, 0, n, UTF_8)).contains("end");
    assertThat(firstFile(reader).name()).isEqualTo("after");
  }

  @Test
  void skipsWhatWasNotRead() throws IOException, InterruptedException {
    makeFile(30);
    TarReader reader = new TarReader(new ByteArrayInputStream(tar("--format=pax")));
    firstFile(reader);
    assertThat(reader.read(new byte[20_000], 0, 20_000)).isLessThan(20_000);
    assertThat(firstFile(reader).name()).isEqualTo("after");
  }

  @Test
  void joinsPiecesThatTouch() {
    assertThat(SparseMap.of(9, 0, 4, 4, 5, 9, 0)).isEqualTo(SparseMap.dense(9));
    assertThat(SparseMap.of(9, 0, 0, 9, 0)).isEqualTo(SparseMap.of(9));
    assertThat(SparseMap.of(0)).isEqualTo(SparseMap.dense(0));
    assertThat(SparseMap.of(9, 0, 4, 5, 4).hasHoles()).isTrue();
    assertThat(SparseMap.of(9, 0, 4, 5, 4)).hasToString("8 of 9 bytes");
  }

  private static void refuses(TarBytes archive, String message) {
    refuses(archive.end(), message);
  }

  private static void refuses(byte[] archive, String message) {
    assertThatThrownBy(() -> new TarReader(new ByteArrayInputStream(archive)).next())
        .isInstanceOf(AciException.class)
        .hasMessage(message);
  }

  private static TarBytes version01(String map, String size, String content) {
    return new TarBytes()
        .pax("GNU.sparse.map=" + map)
        .pax("GNU.sparse.size=" + size)
        .file("a", content);
  }

  private static TarBytes version10(String lines) {
    byte[] map = Arrays.copyOf(lines.getBytes(UTF_8), (lines.length() + 511) / 512 * 512);
    return new TarBytes()
        .pax("GNU.sparse.major=1")
        .pax("GNU.sparse.minor=0")
        .pax("GNU.sparse.realsize=100")
        .entry("a", '0', "", map);
  }

  @Test
  void refusesMapsThatDoNotFit() {
    refuses(
        version01("0,4,2,4", "9", "xxxxxxxx"), "entry 'a': piece 1 of 4 bytes at 2 does not fit");
    refuses(
        version01("4,4,0,4", "9", "xxxxxxxx"), "entry 'a': piece 1 of 4 bytes at 0 does not fit");
    refuses(version01("6,4", "9", "xxxx"), "entry 'a': piece 0 of 4 bytes at 6 does not fit");
    refuses(
        version01("999999999999999999,999999999999999999", "9", ""),
        "entry 'a': piece 0 of 999999999999999999 bytes at 999999999999999999 does not fit");
  }

  private static String corrupt(int at, String reason) {
    return "the header at byte %d is corrupt: the map of a sparse file: %s".formatted(at, reason);
  }

  @Test
  void refusesMapsThatAreNone() {
    refuses(version01("0,4", "9", "xxx"), corrupt(2048, "its pieces have 4 bytes"));
    refuses(version01("0,4,5", "9", "xxxx"), corrupt(2048, "a piece has no length"));
    refuses(version01("0,x", "9", ""), corrupt(2048, "'x' is not a number"));
    refuses(version01("0,-4", "9", ""), corrupt(2048, "'-4' is not a number"));
    refuses(version10("1\n0\n4\n"), corrupt(3072, "its pieces have 4 bytes"));
    refuses(version10("1\n0\n\n"), corrupt(3072, "'' is not a number"));
    refuses(version10("9".repeat(1100)), corrupt(3072, "'99999999999999999999…' is not a number"));
    refuses(
        version10("99\n0\n0\n"), corrupt(3072, "'" + "\\x00".repeat(20) + "…' is not a number"));
    refuses(version10("999\n" + "0\n".repeat(510)).bytes(), "the archive is truncated");
    refuses(
        new TarBytes().pax("GNU.sparse.major=2").file("a", ""),
        corrupt(1024, "version '2.' is not known"));
  }

  @Test
  void refusesMapsWithoutEnd() {
    TarBytes archive = new TarBytes();
    byte[] header = TarBytes.header("a", 'S', "", 0);
    header[482] = 1;
    archive.raw(TarBytes.sum(header));
    byte[] more = new byte[512];
    for (int i = 0; i < 21; i++) {
      TarBytes.put(more, 24 * i, "00000000000\00000000000000\0");
    }
    more[504] = 1;
    for (int i = 0; i < 50_000; i++) {
      archive.raw(more);
    }
    refuses(archive.bytes(), corrupt(0, "it has more than 1048576 pieces"));
  }
}
