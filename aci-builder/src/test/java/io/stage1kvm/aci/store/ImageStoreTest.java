package io.stage1kvm.aci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.Label;
import io.stage1kvm.manifest.type.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
  private static final int KILLS = Integer.getInteger("aci.kills", 12);
  private static final ACIdentifier NAME = new ACIdentifier("example.com/app");

  @TempDir private Path dir;

  private Path root;
  private ImageStore store;

  @BeforeEach
  void open() throws AciException {
    root = dir.resolve("store");
    store = ImageStore.open(root);
  }

  private Path image(String name, String labels, String content) throws IOException {
    String manifest =
        """
        {"acKind":"ImageManifest","acVersion":"0.8.11","name":"%s","labels":[%s]}
        """
            .formatted(name, labels);
    TarBytes archive =
        new TarBytes()
            .entry("manifest", '0', "", manifest.getBytes(UTF_8))
            .directory("rootfs/")
            .file("rootfs/f", content);
    return Files.write(Files.createTempFile(dir, "image", ".aci"), archive.end());
  }

  private Path image(String content) throws IOException {
    return image(NAME.value(), "", content);
  }

  private static Labels labels(String name, String value) {
    return Labels.of(new Label(name, value));
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> drafts = Files.list(root.resolve("tmp"))) {
      return drafts.map(Path::toString).toList();
    }
  }

  @Test
  void keepsAnImageAsItIs() throws IOException {
    Path image = image("x");
    StoredImage stored = store.add(image);
    assertThat(stored.id()).isEqualTo(AciImage.id(image));
    assertThat(stored.manifest().name()).isEqualTo(NAME);
    assertThat(stored.file()).hasSameBinaryContentAs(image);
    assertThat(ImageStore.open(root).list()).containsExactly(stored);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void addsTheSameImageOnce() throws IOException {
    StoredImage first = store.add(image("x"));
    assertThat(store.add(image("x"))).isEqualTo(first);
    assertThat(store.list()).hasSize(1);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void findsById() throws IOException {
    ImageID id = store.add(image("x")).id();
    store.add(image("y"));
    assertThat(store.get(id)).isPresent();
    assertThat(store.get(new ImageID(id.value().substring(0, 40)))).isPresent();
    assertThat(store.get(new ImageID("sha512-" + "0".repeat(128)))).isEmpty();
    assertThat(store.get(new ImageID("sha512-" + "0".repeat(30)))).isEmpty();
  }

  @Test
  void refusesAnIdThatTwoImagesBeginWith() throws IOException {
    for (int i = 0; i < 17; i++) {
      store.add(image("" + i));
    }
    String digit =
        store.list().stream()
            .map(image -> image.id().value().substring(7, 8))
            .filter(d -> countOf(d) > 1)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> store.get(new ImageID("sha512-" + digit)))
        .hasMessage("cannot find image 'sha512-%s': %d images begin so", digit, countOf(digit));
  }

  private long countOf(String digit) {
    try {
      return store.list().stream()
          .filter(i -> i.id().value().startsWith("sha512-" + digit))
          .count();
    } catch (AciException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void findsTheLatestByNameAndLabels() throws IOException, InterruptedException {
    store.add(image("example.com/other", "", "o"));
    StoredImage one = store.add(image(NAME.value(), "{\"name\":\"version\",\"value\":\"1\"}", "1"));
    Thread.sleep(20);
    StoredImage two = store.add(image(NAME.value(), "{\"name\":\"version\",\"value\":\"2\"}", "2"));
    assertThat(store.find(NAME, Labels.NONE)).contains(two);
    assertThat(store.find(NAME, labels("version", "1"))).contains(one);
    assertThat(store.find(NAME, labels("version", "3"))).isEmpty();
    assertThat(store.find(NAME, labels("channel", "1"))).isEmpty();
    assertThat(store.find(new ACIdentifier("example.com/none"), Labels.NONE)).isEmpty();
  }

  @Test
  void addsNothingThatIsNotValid() throws IOException {
    Path bad = Files.write(dir.resolve("bad.aci"), TarBytes.image().file("extra", "").end());
    assertThatThrownBy(() -> store.add(bad))
        .isInstanceOf(AciException.class)
        .hasMessage(
            "cannot add image '%s': entry 'extra' is neither 'manifest' nor in 'rootfs'", bad);
    Path missing = dir.resolve("missing.aci");
    assertThatThrownBy(() -> store.add(missing))
        .hasMessage("cannot add image '%s': no such file or directory", missing);
    assertThat(store.list()).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void removes() throws IOException {
    ImageID id = store.add(image("x")).id();
    assertThat(store.remove(id)).isTrue();
    assertThat(store.remove(id)).isFalse();
    assertThat(store.list()).isEmpty();
    assertThat(leftovers()).isEmpty();
    assertThat(store.add(image("x")).id()).isEqualTo(id);
  }

  @Test
  void removesNothingThatIsHeld() throws Exception {
    ImageID id = store.add(image("x")).id();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Boolean> removal;
      try (ImageStore.Held held = store.hold()) {
        removal = executor.submit(() -> store.remove(id));
        Thread.sleep(200);
        assertThat(removal.isDone()).isFalse();
        assertThat(store.get(id)).isPresent();
      }
      assertThat(removal.get()).isTrue();
    }
  }

  @Test
  void isSafeForManyThreads() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      files.add(image("content " + i));
    }
    List<Callable<ImageID>> tasks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Path file = files.get(i % 5);
      tasks.add(() -> ImageStore.open(root).add(file).id());
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      for (Future<ImageID> added : executor.invokeAll(tasks)) {
        assertThat(added.get().isComplete()).isTrue();
      }
    }
    assertThat(store.list()).hasSize(5);
    assertThat(leftovers()).isEmpty();
  }

  /// Processes that add images are killed at any moment. What they leave is either a whole image
  /// or none, and the next one that adds removes the rest.
  @Test
  void survivesProcessesThatAreKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < KILLS; i++) {
      Process process = adder(image(Integer.toString(i)));
      // Its store is open; what follows takes some milliseconds.
      assertThat(process.getInputStream().read()).as("seed %d", seed).isEqualTo('o');
      TimeUnit.MICROSECONDS.sleep(random.nextInt(250_000));
      process.destroyForcibly().waitFor();
      checkWhole(seed);
    }
    StoredImage last = store.add(image("last"));
    assertThat(store.get(last.id())).contains(last);
    assertThat(leftovers()).as("seed %d", seed).isEmpty();
  }

  private void checkWhole(long seed) throws AciException {
    for (StoredImage image : store.list()) {
      assertThat(AciImage.id(image.file())).as("seed %d", seed).isEqualTo(image.id());
    }
  }

  private static Process adder(Path image) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            StoreAdder.class.getName(),
            image.resolveSibling("store").toString(),
            image.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
