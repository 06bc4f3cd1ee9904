package io.stage1kvm.aci.extract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.validate.AciValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Images with any bytes changed, moved, doubled or cut off are extracted or refused: no crash, no
/// hang, nothing outside of the target, and nothing left in it after a refusal.
///
/// `mvn -Daci.mutation.seconds=300` runs longer, `-Daci.mutation.seed=N` the same again. A mutation
/// that takes too long fails with the place where it hangs.
class MutatedImageTest {
  private static final int SECONDS = Integer.getInteger("aci.mutation.seconds", 3);
  private static final long SEED = Long.getLong("aci.mutation.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final SizeLimit LIMIT = new SizeLimit(16 << 20, 200);
  private static final List<String> WORDS =
      List.of(
          "..", "/", "../", "rootfs/", "rootfs/a/link/", "manifest", "\0", "9", "-1", "=", "\n");

  @TempDir private Path dir;

  private static TarBytes plain() {
    byte[] device = TarBytes.header("rootfs/null", '3', "", 0);
    TarBytes.put(device, 329, "0000001\0");
    TarBytes.put(device, 337, "0000003\0");
    return TarBytes.image()
        .directory("rootfs/a/")
        .symlink("rootfs/a/link", "../../../outside")
        .file("rootfs/a/file", "content")
        .hardLink("rootfs/hard", "rootfs/a/file")
        .pax("path=rootfs/a/" + "long/".repeat(30) + "name")
        .file("other", "x".repeat(3000))
        .pax("SCHILY.xattr.user.a=b")
        .file("rootfs/xattr", "")
        .entry("././@LongLink", 'L', "", ("rootfs/" + "g".repeat(150) + "\0").getBytes(UTF_8))
        .file("g", "gnu")
        .raw(TarBytes.sum(device));
  }

  private static TarBytes sparse() {
    byte[] map = Arrays.copyOf("2\n0\n3\n8192\n2\n".getBytes(UTF_8), 517);
    return plain()
        .pax("GNU.sparse.map=0,4,4096,4")
        .pax("GNU.sparse.size=9000")
        .file("rootfs/s0", "12345678")
        .pax("GNU.sparse.major=1")
        .pax("GNU.sparse.minor=0")
        .pax("GNU.sparse.realsize=9000")
        .pax("GNU.sparse.name=rootfs/s1")
        .entry("s1", '0', "", map);
  }

  private static byte[] compress(Compression compression, byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case GZIP -> new java.util.zip.GZIPOutputStream(bytes);
          case BZIP2 -> new BZip2CompressorOutputStream(bytes);
          case XZ -> new XZOutputStream(bytes, new LZMA2Options(0));
          case NONE -> bytes;
        }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void neverEscapesCrashesOrHangs() throws IOException {
    System.out.println("MutatedImageTest: -Daci.mutation.seed=" + SEED);
    Files.createDirectories(dir.resolve("outside/rootfs"));
    Files.writeString(dir.resolve("outside/rootfs/secret"), "untouched");
    List<String> before = Trees.describe(dir);
    List<byte[]> images = new ArrayList<>(List.of(plain().end(), sparse().end()));
    for (Compression compression : Compression.values()) {
      images.add(compress(compression, sparse().end()));
    }
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(SECONDS).toNanos();
    int count = 0;
    int taken = 0;
    for (; System.nanoTime() < end; count++) {
      String about = "seed %d, mutation %d".formatted(SEED, count);
      Random random = new Random(SEED + count);
      byte[] image = mutate(images.get(random.nextInt(images.size())), random);
      taken += assertTimeoutPreemptively(PATIENCE, () -> survives(image, about), about) ? 1 : 0;
      assertThat(Trees.describe(dir)).as(about).isEqualTo(before);
    }
    System.out.printf(
        "MutatedImageTest: seed %d, %d images, %d of them extracted, %d s%n",
        SEED, count, taken, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    assertThat(taken).as("seed %d", SEED).isBetween(1, count - 1);
  }

  private boolean survives(byte[] image, String about) throws IOException {
    boolean taken = extracts(image, about);
    AciValidator.validate(new ByteArrayInputStream(image));
    return taken;
  }

  private boolean extracts(byte[] image, String about) throws IOException {
    Path file = Files.write(dir.resolve("mutated.aci"), image);
    Path target = dir.resolve("target");
    try {
      AciExtractor.extract(file, target, Ownership.ofCaller(), LIMIT);
      return true;
    } catch (AciException e) {
      assertThat(e).as(about).hasMessageStartingWith("cannot extract image '" + file + "': ");
      assertThat(target).as(about).doesNotExist();
      return false;
    } finally {
      clear(target);
      Files.delete(file);
    }
  }

  private static byte[] mutate(byte[] image, Random random) {
    byte[] bytes = image.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      int block = at / 512 * 512;
      switch (random.nextInt(8)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, 1 + at);
        case 3 -> putWord(bytes, at, random);
        case 4 -> bytes = repeat(bytes, block, random);
        default -> changeHeader(bytes, block, random);
      }
    }
    return bytes;
  }

  private static void putWord(byte[] bytes, int at, Random random) {
    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8);
    System.arraycopy(word, 0, bytes, at, Math.min(word.length, bytes.length - at));
  }

  /// Doubles some blocks.
  private static byte[] repeat(byte[] bytes, int block, Random random) {
    int length = Math.min(bytes.length - block, 512 * (1 + random.nextInt(4)));
    byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(bytes, block, longer, block + length, bytes.length - block);
    return longer;
  }

  /// Changes a field and puts the right checksum in, so that the change is looked at.
  private static void changeHeader(byte[] bytes, int block, Random random) {
    if (bytes.length - block < 512) {
      return;
    }
    int[] fields = {0, 100, 108, 124, 136, 156, 157, 257, 329, 345, 386, 482, 483};
    putWord(bytes, block + fields[random.nextInt(fields.length)], random);
    byte[] header = Arrays.copyOfRange(bytes, block, block + 512);
    System.arraycopy(TarBytes.sum(header), 0, bytes, block, 512);
  }

  private static void clear(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
