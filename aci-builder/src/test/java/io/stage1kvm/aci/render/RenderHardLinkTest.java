package io.stage1kvm.aci.render;

import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.AciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hard links across images.
final class RenderHardLinkTest {
  @TempDir private Path dir;

  private Rendering rendering;
  private TestImages images;

  @BeforeEach
  void openStore() throws AciException {
    rendering = new Rendering(dir);
    images = rendering.images();
  }

  @Test
  void keepsHardLinks() throws IOException {
    images.add("b", "f=2", "h=>f");
    Path target = dir.resolve("target");
    rendering.render(rendering.above(), target);
    assertThat(inode(target, "f")).isEqualTo(inode(target, "h"));
  }

  @Test
  void keepsTheContentOfAHardLinkWhoseFileIsOverridden() throws IOException {
    images.add("b", "f=2", "h=>f", "i=>h");
    Path target = dir.resolve("target");
    rendering.render(rendering.above("f=1"), target);
    assertThat(TestImages.describe(target)).containsExactly("f=1", "h=2", "i=2");
    assertThat(inode(target, "h")).isEqualTo(inode(target, "i")).isNotEqualTo(inode(target, "f"));
  }

  @Test
  void keepsTheContentOfAHardLinkWhoseFileIsNotWhitelisted() throws IOException {
    images.add("b", "f=2", "h=>f", "i=>f");
    rendering.renders(images.add("a", of("b"), of("/i")), "i=2");
  }

  @Test
  void overridesAHardLink() throws IOException {
    images.add("b", "f=2", "h=>f");
    rendering.renders(rendering.above("h=1"), "f=2", "h=1");
  }

  @Test
  void linksToALinkWhoseFileIsGone() throws IOException {
    images.add("b", "s->t", "h=>s");
    rendering.renders(rendering.above("s=1"), "h->t", "s=1");
  }

  private static Object inode(Path target, String name) throws IOException {
    return Files.getAttribute(target.resolve("rootfs").resolve(name), "unix:ino");
  }
}
