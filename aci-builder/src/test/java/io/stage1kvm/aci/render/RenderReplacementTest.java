package io.stage1kvm.aci.render;

import static io.stage1kvm.aci.render.Rendering.NONE;
import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.store.StoredImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files, directories and links in each other's place.
final class RenderReplacementTest {
  @TempDir private Path dir;

  private Rendering rendering;
  private TestImages images;

  @BeforeEach
  void openStore() throws AciException {
    rendering = new Rendering(dir);
    images = rendering.images();
  }

  @Test
  void replacesALinkByADirectory() throws IOException {
    images.add("b", "d->other", "other/", "other/g=2");
    rendering.renders(rendering.above("d/", "d/f=1"), "d/", "d/f=1", "other/", "other/g=2");
  }

  @Test
  void replacesALinkByADirectoryThatIsNotNamed() throws IOException {
    images.add("b", "d->other", "other/");
    rendering.renders(rendering.above("d/f=1"), "d/", "d/f=1", "other/");
  }

  @Test
  void replacesADirectoryByALink() throws IOException {
    images.add("b", "d/", "d/g=2", "d/e/", "d/e/h=2", "other/");
    rendering.renders(rendering.above("d->other"), "d->other", "other/");
  }

  @Test
  void replacesADirectoryByAFile() throws IOException {
    images.add("b", "a/", "a/b/", "a/b/c/", "a/b/c/file01=hello");
    rendering.renders(rendering.above("a/b=hellohello"), "a/", "a/b=hellohello");
  }

  @Test
  void replacesAFileByADirectory() throws IOException {
    images.add("b", "d=2");
    rendering.renders(rendering.above("d/"), "d/");
  }

  @Test
  void replacesALinkToNowhereByAFile() throws IOException {
    images.add("b", "f->/nowhere");
    rendering.renders(rendering.above("f=1"), "f=1");
  }

  @Test
  void goesBackAndForth() throws IOException {
    images.add("d", "p/", "p/f=d");
    images.add("c", of("d"), NONE, "p->q");
    images.add("b", of("c"), NONE, "p/", "p/g=b");
    rendering.renders(rendering.above("x=a"), "p/", "p/g=b", "x=a");
    rendering.renders(images.add("top", of("b"), NONE, "p->z"), "p->z");
  }

  @Test
  void joinsDirectoriesAndKeepsTheUppermostsAttributes() throws IOException {
    byte[] restricted = TarBytes.header("rootfs/d/", '5', "", 0);
    TarBytes.put(restricted, 100, "0000700\0");
    String manifest = TestImages.manifest("a", of("b"), NONE);
    TarBytes archive = new TarBytes().file("manifest", manifest).directory("rootfs/");
    byte[] bytes = archive.raw(TarBytes.sum(restricted)).end();
    images.add("b", "d/", "d/g=2");
    StoredImage a = rendering.store().add(new ByteArrayInputStream(bytes), "a", SizeLimit.DEFAULT);
    Path target = dir.resolve("target");
    rendering.render(a, target);
    assertThat(Files.getAttribute(target.resolve("rootfs/d"), "unix:mode")).isEqualTo(040700);
    assertThat(target.resolve("rootfs/d/g")).hasContent("2");
  }

  @Test
  void takesAttributesFromBelowWhereTheUppermostNamesNoDirectory() throws IOException {
    byte[] restricted = TarBytes.header("rootfs/d/", '5', "", 0);
    TarBytes.put(restricted, 100, "0000711\0");
    String manifest = TestImages.manifest("b", NONE, NONE);
    TarBytes archive = new TarBytes().file("manifest", manifest).directory("rootfs/");
    rendering
        .store()
        .add(
            new ByteArrayInputStream(archive.raw(TarBytes.sum(restricted)).end()),
            "b",
            SizeLimit.DEFAULT);
    Path target = dir.resolve("target");
    rendering.render(rendering.above("d/f=1"), target);
    assertThat(Files.getAttribute(target.resolve("rootfs/d"), "unix:mode")).isEqualTo(040711);
  }
}
