package io.stage1kvm.aci.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our verdicts on images with those of the actool that the environment names. Each image
/// is a good one with one thing done to it.
class ActoolImageTest {
  private static final int ROUNDS = 8;

  /// What only `archive` tells: there actool may look away (ADR 0028), so no rule foretells it.
  private static final List<String> ENDS =
      List.of("bytes after the end", "no end mark", "half an end mark", "bytes after gzip");

  private final Random random = new Random(Long.getLong("stage1kvm.seed", 1));
  @TempDir private Path dir;

  private record Image(String what, byte[] bytes) {}

  @Test
  void agreesWithActoolOrSaysWhyNot() throws IOException, InterruptedException {
    String actool = System.getenv("ACTOOL");
    assumeTrue(actool != null, "ACTOOL does not name an actool to compare with");
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      images.addAll(images());
    }
    List<String> unexplained = new ArrayList<>();
    Map<String, Integer> explained = new TreeMap<>();
    for (Image image : images) {
      List<Violation> violations =
          Validator.validate("test", new ByteArrayInputStream(image.bytes()), SizeLimit.DEFAULT)
              .violations();
      boolean ours = new Judged("test", violations).isValid(Judgement.USUAL);
      boolean foretold = violations.stream().noneMatch(v -> v.actool() == Actool.REFUSES);
      boolean theirs = isValid(actool, image);
      String rules =
          violations.stream()
              .map(v -> v.rule() + v.adr().map(adr -> "(" + adr + ")").orElse(""))
              .distinct()
              .collect(Collectors.joining(","));
      if (theirs != foretold && !ENDS.contains(image.what())) {
        unexplained.add(
            "actool says %b of %s, we %b: %s".formatted(theirs, image.what(), ours, rules));
      } else if (theirs != ours) {
        assertThat(rules).contains("(00");
        explained.merge(image.what() + ": " + rules, 1, Integer::sum);
      }
    }
    System.out.printf(
        "%d images, %d differ from actool and are explained, %d are not%n",
        images.size(), explained.values().stream().mapToInt(n -> n).sum(), unexplained.size());
    explained.forEach((rules, count) -> System.out.printf("  %4d %s%n", count, rules));
    assertThat(unexplained).isEmpty();
    assertThat(images).hasSizeGreaterThanOrEqualTo(200);
  }

  private List<Image> images() throws IOException {
    List<Image> images = new ArrayList<>();
    add(images, "good", good());
    add(images, "own directory", good().directory("./"));
    add(images, "names with ./", good().file("./rootfs/./x", "1"));
    add(images, "long name", good().pax("path=rootfs/" + "n".repeat(300)).file("x", "1"));
    add(images, "unknown pax record", good().pax("VENDOR.x=1").file("rootfs/x", "1"));
    add(images, "xattr", good().pax("SCHILY.xattr.user.a=b").file("rootfs/x", "1"));
    add(images, "manifest last", new TarBytes().directory("rootfs").file("manifest", manifest()));
    add(images, "symlink", good().symlink("rootfs/l", "/etc/passwd"));
    add(images, "hard link", good().file("rootfs/t", "1").hardLink("rootfs/l", "rootfs/t"));
    add(images, "hard link out", good().hardLink("rootfs/l", "../etc/passwd"));
    add(images, "hard link to nothing", good().hardLink("rootfs/l", "rootfs/gone"));
    add(images, "device", good().entry("rootfs/null", '3', "", new byte[0]));
    add(images, "fifo", good().fifo("rootfs/pipe"));
    add(images, "name twice", good().file("rootfs/x", "1").file("rootfs/x", "2"));
    add(images, "directory twice", good().directory("rootfs/d").directory("rootfs/d/"));
    add(images, "rootfs twice", good().directory("rootfs"));
    add(images, "manifest twice", good().file("manifest", manifest()));
    add(images, "below a file", good().file("rootfs/x", "1").file("rootfs/x/y", "1"));
    add(images, "below a link", good().symlink("rootfs/l", "/").file("rootfs/l/y", "1"));
    add(images, "stranger", good().file("other", "1"));
    add(images, "almost rootfs", good().file("rootfs2/a", "1"));
    add(images, "absolute name", good().file("/rootfs/x", "1"));
    add(images, "name leads out", good().file("../x", "1"));
    add(images, "rootfs name leads out", good().file("rootfs/../../x", "1"));
    add(images, "dots inside", good().file("rootfs/a/../b", "1"));
    add(images, "no rootfs", new TarBytes().file("manifest", manifest()));
    add(images, "no manifest", new TarBytes().directory("rootfs"));
    add(images, "nothing", new TarBytes());
    add(images, "rootfs a file", new TarBytes().file("manifest", manifest()).file("rootfs", ""));
    add(
        images,
        "rootfs a link",
        new TarBytes().file("manifest", manifest()).symlink("rootfs", "/"));
    add(images, "manifest a link", new TarBytes().symlink("manifest", "x").directory("rootfs"));
    add(images, "bad manifest", bad("{\"acKind\":\"ImageManifest\"}"));
    add(images, "pod manifest", bad(manifest().replace("ImageManifest", "PodManifest")));
    add(images, "manifest no JSON", bad("{"));
    byte[] tar = good().end();
    images.add(new Image("truncated", Arrays.copyOf(tar, tar.length - 1024 - 700)));
    images.add(new Image("no end mark", Arrays.copyOf(tar, tar.length - 1024)));
    images.add(new Image("half an end mark", Arrays.copyOf(tar, tar.length - 512)));
    images.add(new Image("bytes after the end", good().raw(new byte[1024]).file("x", "1").end()));
    byte[] broken = good().end();
    broken[512 * 2 + 20] ^= 1;
    images.add(new Image("bad checksum", broken));
    byte[] gzip = gzip(tar);
    images.add(new Image("gzip truncated", Arrays.copyOf(gzip, gzip.length - 20)));
    byte[] trailing = Arrays.copyOf(gzip, gzip.length + 5);
    Arrays.fill(trailing, gzip.length, trailing.length, (byte) 'x');
    images.add(new Image("bytes after gzip", trailing));
    return images;
  }

  private TarBytes good() {
    TarBytes tar = new TarBytes().file("manifest", manifest()).directory("rootfs");
    for (int i = random.nextInt(4); i > 0; i--) {
      tar.file("rootfs/file" + i, "x".repeat(random.nextInt(2000)));
    }
    return tar;
  }

  private static TarBytes bad(String manifest) {
    return new TarBytes().file("manifest", manifest).directory("rootfs");
  }

  private static String manifest() {
    return TarBytes.manifest();
  }

  private void add(List<Image> images, String what, TarBytes tar) throws IOException {
    byte[] bytes = tar.end();
    images.add(
        switch (random.nextInt(3)) {
          case 0 -> new Image(what, gzip(bytes));
          case 1 -> new Image(what, bzip2(bytes));
          default -> new Image(what, bytes);
        });
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] bzip2(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream bzip2 = new BZip2CompressorOutputStream(out)) {
      bzip2.write(bytes);
    }
    return out.toByteArray();
  }

  private boolean isValid(String actool, Image image) throws IOException, InterruptedException {
    Path file = Files.write(dir.resolve("image.aci"), image.bytes());
    Path output = dir.resolve("output");
    int code =
        new ProcessBuilder(actool, "validate", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(new String(Files.readAllBytes(output), UTF_8)).doesNotContain("usage");
    return code == 0;
  }
}
