package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.manifest.type.ImageID;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AciRoundTripTest {
  private static final String LATIN1 = ByteText.decode(new byte[] {'r', '/', (byte) 0xe9, 'x'});

  private static final Attributes PLAIN =
      new Attributes(0644, 0, 0, Instant.ofEpochSecond(1_700_000_000), List.of());

  private static final List<AciEntry> ENTRIES =
      List.of(
          new AciEntry.Directory("rootfs/", PLAIN),
          new AciEntry.File("a".repeat(100), PLAIN, 5),
          new AciEntry.File("a".repeat(101), PLAIN, 5),
          new AciEntry.File("d/".repeat(60) + "f".repeat(90), PLAIN, 5),
          new AciEntry.Directory("d/".repeat(78) + "f".repeat(99) + "/", PLAIN),
          new AciEntry.File("d/".repeat(1000) + "f".repeat(255), PLAIN, 5),
          new AciEntry.File("grüße", PLAIN, 5),
          new AciEntry.File(LATIN1, PLAIN, 5),
          new AciEntry.Symlink("s", PLAIN, "t".repeat(101)),
          new AciEntry.Symlink("s2", PLAIN, LATIN1),
          new AciEntry.HardLink("h", PLAIN, "d/".repeat(100) + "f"),
          new AciEntry.CharDevice("c", PLAIN, 4095, 1_048_575),
          new AciEntry.BlockDevice("b", PLAIN, 8, 0),
          new AciEntry.Fifo("p", PLAIN),
          new AciEntry.File("mode", new Attributes(07777, 1, 2, Instant.EPOCH, List.of()), 5),
          new AciEntry.File("owner", PLAIN.withOwner(2_097_152, 0xffff_fffeL), 5),
          new AciEntry.File("nanos", PLAIN.withMtime(Instant.ofEpochSecond(9, 123_456_789)), 5),
          new AciEntry.File("before", PLAIN.withMtime(Instant.ofEpochSecond(-2, 500_000_000)), 5),
          new AciEntry.File("late", PLAIN.withMtime(Instant.ofEpochSecond(1L << 34)), 5),
          new AciEntry.File(
              "xattrs",
              new Attributes(
                  0755,
                  0,
                  0,
                  Instant.EPOCH,
                  List.of(
                      new Xattr("security.capability", new byte[] {1, 0, 0, 2, -1, '\n', 0}),
                      new Xattr("user.empty-not", new byte[] {'='}))),
              5));

  private static byte[] write(Compression compression, List<AciEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AciWriter writer = new AciWriter(bytes, compression, compression.defaultLevel());
    for (AciEntry entry : entries) {
      if (entry instanceof AciEntry.File file) {
        writer.put(file, new ByteArrayInputStream("12345".getBytes(UTF_8)));
      } else {
        writer.put(entry);
      }
    }
    writer.finish();
    return bytes.toByteArray();
  }

  private static List<AciEntry> read(byte[] image) throws IOException {
    List<AciEntry> entries = new ArrayList<>();
    try (AciReader reader = AciReader.open(new ByteArrayInputStream(image))) {
      for (Optional<AciEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
        entries.add(e.get());
        if (e.get() instanceof AciEntry.File) {
          assertThat(reader.readAll(5)).isEqualTo("12345".getBytes(UTF_8));
        }
      }
      reader.id();
    }
    return entries;
  }

  @ParameterizedTest
  @EnumSource
  void givesBackWhatWasWritten(Compression compression) throws IOException {
    assertThat(read(write(compression, ENTRIES))).isEqualTo(ENTRIES);
  }

  @Test
  void namesAnImageByItsUncompressedBytes() throws Exception {
    byte[] plain = write(Compression.NONE, ENTRIES);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(plain));
    for (Compression compression : Compression.values()) {
      byte[] image = write(compression, ENTRIES);
      try (AciReader reader = AciReader.open(new ByteArrayInputStream(image))) {
        assertThat(reader.compression()).isEqualTo(compression);
        assertThat(reader.id()).isEqualTo(new ImageID("sha512-" + hash));
      }
      try (AciReader reader = AciReader.open(new ByteArrayInputStream(image))) {
        reader.next();
        reader.next();
        assertThat(reader.id()).isEqualTo(new ImageID("sha512-" + hash));
      }
    }
  }

  @Test
  void writesSizesBeyondOctal() throws IOException {
    long size = 9L << 30;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new TarWriter(bytes).putHeader(new AciEntry.File("big", PLAIN, size));
    TarReader reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(reader.next()).contains(new AciEntry.File("big", PLAIN, size));
  }

  @Test
  void tellsThatAFileShrank() throws IOException {
    AciWriter writer = new AciWriter(new ByteArrayOutputStream(), Compression.NONE, 0);
    InputStream four = new ByteArrayInputStream(new byte[4]);
    assertThatThrownBy(() -> writer.put(new AciEntry.File("rootfs/log", PLAIN, 6), four))
        .isInstanceOf(AciException.class)
        .hasMessage("cannot read file 'rootfs/log': it shrank by 2 bytes meanwhile");
  }

  @Test
  void gnuTarReadsWhatWeWrite(@TempDir Path dir) throws Exception {
    Path image = Files.write(dir.resolve("x.tar"), write(Compression.NONE, ENTRIES));
    Process tar =
        new ProcessBuilder("tar", "-tf", image.toString(), "--quoting-style=literal")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String listing = ByteText.decode(tar.getInputStream().readAllBytes());
    assertThat(tar.waitFor()).isZero();
    assertThat(listing.lines())
        .containsExactlyElementsOf(ENTRIES.stream().map(AciEntry::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "ustar", "gnu", "oldgnu", "pax"})
  void readsWhatGnuTarWrites(String format, @TempDir Path dir) throws Exception {
    Path tree = Files.createDirectories(dir.resolve("tree/sub"));
    Files.writeString(tree.resolve("file"), "12345");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("file"));
    Files.createLink(tree.resolve("name-2"), tree.resolve("file"));
    String longName = format.equals("v7") ? "short" : "l".repeat(90);
    Files.writeString(tree.resolve(longName), "12345");
    Path image = dir.resolve("x.tar");
    Process tar =
        new ProcessBuilder("tar", "--format=" + format, "--sort=name", "-cf", "" + image, "sub")
            .directory(dir.resolve("tree").toFile())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    assertThat(read(Files.readAllBytes(image)))
        .extracting(e -> e.kind() + " " + e.name())
        .contains(
            "directory sub/",
            "file sub/file",
            "symlink sub/link",
            "hard link sub/name-2",
            "file sub/" + longName);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void refusesOrReadsMutatedImages() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (Compression compression : Compression.values()) {
      byte[] image = write(compression, ENTRIES);
      for (int i = 0; i < 300; i++) {
        mutateAndRead(image.clone(), random, seed);
      }
    }
  }

  private static void mutateAndRead(byte[] image, Random random, long seed) throws IOException {
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      image[random.nextInt(image.length)] = (byte) random.nextInt();
    }
    try (AciReader reader = AciReader.open(new ByteArrayInputStream(image))) {
      while (reader.next().isPresent()) {}
      reader.id();
    } catch (AciException e) {
      assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void keepsFailingAfterAFailure() throws IOException {
    byte[] image = write(Compression.GZIP, ENTRIES);
    byte[] part = Arrays.copyOf(image, image.length / 2);
    try (AciReader reader = AciReader.open(new ByteArrayInputStream(part))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(reader::id).hasMessage("the gzip stream is truncated");
      }
    }
  }
}
