package io.stage1kvm.aci.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// No archive writes outside its target, and none that fails leaves anything in it.
class HostileArchiveTest {
  /// A longer run: `mvn -Daci.mutations=100000`.
  private static final int MUTATIONS = Integer.getInteger("aci.mutations", 400);

  @TempDir private Path dir;

  private Path target;
  private List<String> before;

  @BeforeEach
  void makeSomethingToHit() throws IOException {
    Path outside = Files.createDirectories(dir.resolve("outside/rootfs"));
    Files.writeString(outside.resolve("secret"), "untouched");
    Files.writeString(dir.resolve("outside/manifest"), "untouched");
    target = dir.resolve("target");
    before = Trees.describe(dir);
  }

  private void refuses(TarBytes archive, String reason) throws IOException {
    refuses(archive.end(), reason);
  }

  private void refuses(byte[] archive, String reason) throws IOException {
    assertThatThrownBy(() -> extract(archive))
        .isInstanceOf(AciException.class)
        .hasMessage("cannot extract image 'hostile.aci': " + reason);
    assertThat(Trees.describe(dir)).isEqualTo(before);
  }

  private void extract(byte[] archive) throws IOException {
    AciExtractor.extract(
        new ByteArrayInputStream(archive), "hostile.aci", target, Ownership.ofCaller());
  }

  private String outside() {
    return dir.resolve("outside").toString();
  }

  @Test
  void refusesAbsoluteNames() throws IOException {
    String name = outside() + "/rootfs/new";
    refuses(TarBytes.image().file(name, "x"), "entry '" + name + "' has an absolute name");
  }

  @Test
  void refusesParentNames() throws IOException {
    refuses(
        TarBytes.image().file("rootfs/../../outside/rootfs/new", "x"),
        "entry 'rootfs/../../outside/rootfs/new' has '..' in its name");
    refuses(TarBytes.image().directory("../"), "entry '../' has '..' in its name");
  }

  @Test
  void refusesParentNamesInPaxHeaders() throws IOException {
    refuses(
        TarBytes.image().pax("path=rootfs/../../outside/new").file("rootfs/good", "x"),
        "entry 'rootfs/../../outside/new' has '..' in its name");
  }

  @Test
  void refusesWritesThroughALink() throws IOException {
    refuses(
        TarBytes.image().symlink("rootfs/a", outside()).file("rootfs/a/new", "x"),
        "entry 'rootfs/a/new' lies below 'rootfs/a', which is a symlink");
    refuses(
        TarBytes.image().symlink("rootfs/a", outside()).directory("rootfs/a/rootfs/"),
        "entry 'rootfs/a/rootfs' lies below 'rootfs/a', which is a symlink");
  }

  @Test
  void refusesAFileInPlaceOfALink() throws IOException {
    refuses(
        TarBytes.image()
            .symlink("rootfs/a", outside() + "/rootfs/secret")
            .file("rootfs/a", "overwritten"),
        "entry 'rootfs/a' is there twice");
  }

  @Test
  void refusesALinkReplacedByADirectory() throws IOException {
    refuses(
        TarBytes.image().symlink("rootfs/a", outside()).directory("rootfs/a/"),
        "entry 'rootfs/a' is there twice");
  }

  @Test
  void refusesADirectoryReplacedByALink() throws IOException {
    refuses(
        TarBytes.image()
            .directory("rootfs/a/")
            .symlink("rootfs/a", outside())
            .file("rootfs/a/new", "x"),
        "entry 'rootfs/a' is there twice");
    refuses(
        TarBytes.image().file("rootfs/a/b", "").symlink("rootfs/a", outside()),
        "entry 'rootfs/a' is a symlink, but entries lie below it");
  }

  @Test
  void refusesRootfsAsALink() throws IOException {
    refuses(
        new TarBytes()
            .file("manifest", TarBytes.manifest())
            .symlink("rootfs", outside())
            .file("rootfs/new", "x"),
        "'rootfs' is a symlink, not a directory");
  }

  @Test
  void refusesHardLinksThatLeadOut() throws IOException {
    String secret = outside() + "/rootfs/secret";
    refuses(
        TarBytes.image().hardLink("rootfs/a", secret),
        "hard link 'rootfs/a' to '" + secret + "' leads out of the rootfs");
    refuses(
        TarBytes.image().hardLink("rootfs/a", "rootfs/../../outside/rootfs/secret"),
        "hard link 'rootfs/a' to 'rootfs/../../outside/rootfs/secret' leads out of the rootfs");
    refuses(
        TarBytes.image()
            .symlink("rootfs/a", outside() + "/rootfs")
            .hardLink("rootfs/b", "rootfs/a/secret"),
        "hard link 'rootfs/b' to 'rootfs/a/secret' does not name an earlier file");
  }

  @Test
  void writesNothingThroughAHardLinkToALink() throws IOException {
    refuses(
        TarBytes.image()
            .symlink("rootfs/a", outside() + "/rootfs/secret")
            .hardLink("rootfs/b", "rootfs/a")
            .file("rootfs/b", "overwritten"),
        "entry 'rootfs/b' is there twice");
  }

  @Test
  void refusesDuplicates() throws IOException {
    refuses(
        TarBytes.image().file("rootfs/a", "1").file("./rootfs//a", "2"),
        "entry 'rootfs/a' is there twice");
    refuses(
        TarBytes.image().file("./manifest", TarBytes.manifest()),
        "entry 'manifest' is there twice");
  }

  @Test
  void refusesFifos() throws IOException {
    refuses(
        TarBytes.image().fifo("rootfs/pipe"),
        "entry 'rootfs/pipe' is a fifo, which no image may have");
  }

  @Test
  void refusesOtherTopLevels() throws IOException {
    refuses(
        TarBytes.image().file("extra", ""), "entry 'extra' is neither 'manifest' nor in 'rootfs'");
  }

  @Test
  void refusesMissingParts() throws IOException {
    refuses(new TarBytes().directory("rootfs/"), "there is no file 'manifest' at the top");
    refuses(
        new TarBytes().file("manifest", TarBytes.manifest()),
        "there is no directory 'rootfs' at the top");
  }

  @Test
  void refusesABadManifest() throws IOException {
    refuses(
        new TarBytes().directory("rootfs/").file("rootfs/a", "").file("manifest", "{\n  \"x\" 1}"),
        "its manifest is not valid: line 2, column 8, $: not JSON: expected ':'");
  }

  @Test
  void refusesAHugeManifest() throws IOException {
    refuses(
        new TarBytes().file("manifest", " ".repeat((4 << 20) + 1)),
        "entry 'manifest' is larger than 4194304 bytes");
  }

  @Test
  void refusesTruncation() throws IOException {
    byte[] archive = TarBytes.image().file("rootfs/a", "x".repeat(600)).end();
    for (int length = 0; length < archive.length; length += 100) {
      refuses(Arrays.copyOf(archive, length), "the archive is truncated");
    }
  }

  private static byte[] compress(Compression compression, byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(1));
          case NONE -> bytes;
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"GZIP,gzip", "BZIP2,bzip2", "XZ,xz"})
  void refusesTruncatedStreams(Compression compression, String name) throws IOException {
    byte[] image = compress(compression, TarBytes.image().file("rootfs/a", "x").end());
    refuses(Arrays.copyOf(image, image.length - 20), "the %s stream is truncated".formatted(name));
    refuses(Arrays.copyOf(image, image.length / 2), "the %s stream is truncated".formatted(name));
  }

  /// The archive inside is whole, and all files are there before the checksum is.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GZIP  | 8  | the gzip stream is corrupt: its checksum does not match
          BZIP2 | 3  | the bzip2 stream is corrupt: BZip2 CRC error
          XZ    | 40 | the xz stream is corrupt: Compressed data is corrupt
          """)
  void refusesCorruptStreams(Compression compression, int fromEnd, String reason)
      throws IOException {
    byte[] image = compress(compression, TarBytes.image().file("rootfs/a", "x").end());
    image[image.length - fromEnd] ^= 0x10;
    refuses(image, reason);
  }

  @Test
  void keepsSymlinksThatLeadOutAndFollowsNone() throws IOException {
    byte[] archive =
        TarBytes.image()
            .directory("rootfs/a/")
            .symlink("rootfs/a/absolute", outside())
            .symlink("rootfs/a/up", "../../../outside")
            .end();
    extract(archive);
    assertThat(Files.readSymbolicLink(target.resolve("rootfs/a/absolute"))).hasToString(outside());
    assertThat(Files.readSymbolicLink(target.resolve("rootfs/a/up")))
        .hasToString("../../../outside");
    clear(target);
    assertThat(Trees.describe(dir)).isEqualTo(before);
  }

  @Test
  void refusesEntriesAfterTheEnd() throws IOException {
    TarBytes archive = TarBytes.image();
    archive.end();
    refuses(archive.file("rootfs/a", "x"), "something follows the end of the archive");
  }

  @Test
  void leavesNothingOfAWholeTree() throws IOException {
    refuses(
        TarBytes.image()
            .directory("rootfs/a/")
            .directory("rootfs/a/b/")
            .file("rootfs/a/b/c", "x")
            .symlink("rootfs/a/b/out", outside())
            .hardLink("rootfs/d", "rootfs/a/b/c")
            .file("rootfs/implied/by/name", "")
            .file("bad", ""),
        "entry 'bad' is neither 'manifest' nor in 'rootfs'");
  }

  @Test
  void leavesAnEmptyTargetEmpty() throws IOException {
    Files.createDirectory(target);
    Files.setLastModifiedTime(target, FileTime.fromMillis(0));
    byte[] archive = TarBytes.image().file("rootfs/a", "x").file("bad", "").end();
    assertThatThrownBy(() -> extract(archive)).isInstanceOf(AciException.class);
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void touchesNoTargetThatIsNotEmpty() throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("mine"), "x");
    before = Trees.describe(dir);
    assertThatThrownBy(() -> extract(TarBytes.image().end()))
        .hasMessage("cannot extract to directory '" + target + "': it is not empty");
    assertThat(Trees.describe(dir)).isEqualTo(before);
  }

  @Test
  void namesTheCallThatFailed() throws IOException {
    byte[] archive = TarBytes.image().pax("path=rootfs/" + "n".repeat(256)).file("x", "").end();
    assertThatThrownBy(() -> extract(archive))
        .isInstanceOf(AciException.class)
        .hasMessageMatching(
            "cannot extract image 'hostile.aci': file 'rootfs/n{256}': openat\\(dirfd=[0-9]+,"
                + " 'n{256}', .*\\): ENAMETOOLONG \\(File name too long\\)");
    assertThat(Trees.describe(dir)).isEqualTo(before);
  }

  @Test
  void survivesMutation() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] archive =
        TarBytes.image()
            .directory("rootfs/a/")
            .symlink("rootfs/a/link", "../../../outside")
            .file("rootfs/a/file", "content")
            .hardLink("rootfs/hard", "rootfs/a/file")
            .pax("path=rootfs/a/other")
            .file("other", "content")
            .end();
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = archive.clone();
      mutateAndRepair(mutated, random);
      try {
        extract(mutated);
      } catch (AciException e) {
        assertThat(target).as("seed %d", seed).doesNotExist();
      }
      clear(target);
      assertThat(Trees.describe(dir)).as("seed %d", seed).isEqualTo(before);
    }
  }

  /// Changes headers and puts the right checksums in, so that the change is looked at.
  private static void mutateAndRepair(byte[] archive, Random random) {
    byte[] hostile = "../etc/rootfs/a/link/manifest\0/x".getBytes(UTF_8);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int block = random.nextInt(archive.length / 512) * 512;
      int field = List.of(0, 100, 124, 156, 157, 257, 345).get(random.nextInt(7));
      int from = random.nextInt(hostile.length);
      int length = 1 + random.nextInt(Math.min(12, hostile.length - from));
      System.arraycopy(hostile, from, archive, block + field, length);
      byte[] header = Arrays.copyOfRange(archive, block, block + 512);
      System.arraycopy(TarBytes.sum(header), 0, archive, block, 512);
    }
  }

  private static void clear(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (var files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
