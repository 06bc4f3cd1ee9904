package io.stage1kvm.aci.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.convert.Sources.Layer;
import io.stage1kvm.aci.validate.AciValidator;
import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Docker archives and OCI layouts with anything changed in them become valid images or are
/// refused: no crash, no hang, nothing left of a refused one.
///
/// `mvn -Daci.mutation.seconds=300` runs longer, `-Daci.mutation.seed=N` the same again.
class MutatedSourceTest {
  private static final int SECONDS = Integer.getInteger("aci.mutation.seconds", 3);
  private static final long SEED = Long.getLong("aci.mutation.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final SizeLimit LIMIT = new SizeLimit(16 << 20, 200);
  private static final String PROCESS =
      """
      {"User":"app","WorkingDir":"/data","Entrypoint":["/bin/app"],"Env":["PATH=/bin"],\
      "ExposedPorts":{"80/tcp":{}},"Volumes":{"/var/lib/db":{}},"Labels":{"a":"b"}}""";
  private static final List<String> WORDS =
      List.of(
          "..", "/", "../", ".wh.", ".wh..wh..opq", "etc/", "\0", "null", "-1", "[]", "{}", "\"");

  @TempDir private Path dir;

  private static final byte[] LOWER =
      new Layer()
          .directory("etc")
          .file("etc/passwd", "root:x:0:0:::\napp:x:7:8:::\n")
          .file("etc/group", "a:x:9:other,app\n")
          .symlink("etc/link", "../../outside")
          .hardLink("etc/hard", "etc/passwd")
          .file("gone", "1")
          .finish();
  private static final byte[] UPPER =
      new Layer().file("etc/link/new", "2").whiteOut(".wh.gone").file("etc/group", "3").finish();

  @Test
  void neverCrashesHangsOrLeavesAnything() throws IOException {
    System.out.println("MutatedSourceTest: -Daci.mutation.seed=" + SEED);
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(SECONDS).toNanos();
    int count = 0;
    int taken = 0;
    for (; System.nanoTime() < end; count++) {
      Random random = new Random(SEED + count);
      String about = "seed %d, mutation %d".formatted(SEED, count);
      taken += assertTimeoutPreemptively(PATIENCE, () -> converts(random), about) ? 1 : 0;
    }
    System.out.printf(
        "MutatedSourceTest: seed %d, %d sources, %d of them converted, %d s%n",
        SEED, count, taken, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    assertThat(taken).as("seed %d", SEED).isBetween(1, count - 1);
  }

  private boolean converts(Random random) throws IOException {
    Path source = dir.resolve("source.tar");
    Path output = dir.resolve("output");
    boolean layers = random.nextBoolean();
    make(source, random);
    ConvertOptions options = ConvertOptions.defaults().withLimit(LIMIT);
    try {
      if (layers) {
        ImageConverter.convertLayers(source, output, options).forEach(i -> check(i.file()));
      } else {
        check(ImageConverter.convert(source, output, options).file());
      }
      return true;
    } catch (AciException e) {
      assertThat(e.getMessage()).startsWith("cannot ");
      assertThat(layers || Files.notExists(output)).isTrue();
      return false;
    } finally {
      clear(output);
      Files.delete(source);
      assertThat(dir).isEmptyDirectory();
    }
  }

  /// Either a layer is damaged and all digests are right, or the archive as a whole.
  private static void make(Path source, Random random) throws IOException {
    boolean layer = random.nextBoolean();
    List<byte[]> layers = List.of(layer ? mutate(LOWER, random) : LOWER, UPPER);
    if (layer && random.nextBoolean()) {
      layers = List.of(LOWER, mutate(UPPER, random));
    }
    String process = random.nextInt(4) == 0 ? damaged(random) : PROCESS;
    Sources.archive(
        source,
        random.nextBoolean()
            ? Sources.dockerArchive(process, layers)
            : Sources.ociLayout(process, layers, layers));
    if (!layer) {
      Files.write(source, mutate(Files.readAllBytes(source), random));
    }
  }

  private static String damaged(Random random) {
    int at = random.nextInt(PROCESS.length());
    String word = WORDS.get(random.nextInt(WORDS.size())).replace("\0", "");
    return PROCESS.substring(0, at) + word + PROCESS.substring(at + random.nextInt(2));
  }

  private static byte[] mutate(byte[] archive, Random random) {
    byte[] bytes = archive.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      int block = at / 512 * 512;
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = Arrays.copyOf(bytes, 1 + at);
        default -> changeHeader(bytes, block, random);
      }
    }
    return bytes;
  }

  private static void changeHeader(byte[] bytes, int block, Random random) {
    if (bytes.length - block < 512) {
      return;
    }
    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(UTF_8);
    int[] fields = {0, 2, 4, 100, 108, 124, 136, 156, 157, 329, 345};
    System.arraycopy(word, 0, bytes, block + fields[random.nextInt(fields.length)], word.length);
    byte[] header = Arrays.copyOfRange(bytes, block, block + 512);
    System.arraycopy(TarBytes.sum(header), 0, bytes, block, 512);
  }

  private static void check(Path image) {
    try {
      assertThat(AciValidator.validate(image)).noneMatch(v -> v.level() == Level.ERROR);
    } catch (AciException e) {
      throw new AssertionError(e);
    }
  }

  private static void clear(Path output) throws IOException {
    if (Files.isDirectory(output)) {
      try (Stream<Path> files = Files.list(output)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(output);
  }
}
