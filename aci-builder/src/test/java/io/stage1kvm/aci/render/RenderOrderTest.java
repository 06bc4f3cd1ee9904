package io.stage1kvm.aci.render;

import static io.stage1kvm.aci.render.Rendering.NONE;
import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.store.StoredImage;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Labels;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of several images a file comes from.
final class RenderOrderTest {
  @TempDir private Path dir;

  private Rendering rendering;
  private TestImages images;

  @BeforeEach
  void openStore() throws AciException {
    rendering = new Rendering(dir);
    images = rendering.images();
  }

  @Test
  void rendersAnImageAlone() throws IOException {
    rendering.renders(images.add("a", "d/", "d/f=1", "l->d"), "d/", "d/f=1", "l->d");
  }

  @Test
  void addsFilesOfADependency() throws IOException {
    images.add("b", "d/", "d/g=2");
    rendering.renders(rendering.above("d/", "d/f=1"), "d/", "d/f=1", "d/g=2");
  }

  @Test
  void overridesADependency() throws IOException {
    images.add("b", "f=2", "g=2");
    rendering.renders(rendering.above("f=1"), "f=1", "g=2");
  }

  @Test
  void letsLaterDependenciesOverrideEarlierOnes() throws IOException {
    images.add("b", "f=b", "g=b");
    images.add("c", "f=c");
    rendering.renders(images.add("a", of("b", "c"), NONE), "f=c", "g=b");
  }

  /// The example of `ace.md`: A -> [B, C], C -> [D]; the order of override is B, D, C, A.
  @Test
  void keepsTheOrderOfTheSpecification() throws IOException {
    images.add("d", "a=d", "b=d", "c=d", "d=d");
    images.add("b", "a=b", "b=b", "c=b", "d=b", "only-b=b");
    images.add("c", of("d"), NONE, "a=c", "c=c");
    rendering.renders(
        images.add("a", of("b", "c"), NONE, "a=a"), "a=a", "b=d", "c=c", "d=d", "only-b=b");
  }

  /// The other one: A -> [B, C], B -> [D], C -> [D]; D, B, D, C, A.
  @Test
  void rendersAGraph() throws IOException {
    images.add("d", "f=d", "g=d", "h=d");
    images.add("b", of("d"), NONE, "f=b", "g=b", "i=b");
    images.add("c", of("d"), NONE, "g=c");
    StoredImage a = images.add("a", of("b", "c"), NONE);
    rendering.renders(a, "f=d", "g=c", "h=d", "i=b");
    assertThat(Dependencies.of(a, rendering.store()).layers())
        .extracting(layer -> layer.image().manifest().name().value())
        .containsExactly("a", "c", "d", "b");
  }

  @Test
  void passesAnImageAgainWithAnotherWhitelist() throws IOException {
    images.add("d", "f=d", "g=d");
    images.add("b", of("d"), of("/g", "/i"), "i=b");
    images.add("c", of("d"), of("/f"));
    StoredImage a = images.add("a", of("b", "c"), NONE);
    rendering.renders(a, "f=d", "g=d", "i=b");
    assertThat(Dependencies.of(a, rendering.store()).layers()).hasSize(5);
  }

  @Test
  void goesThroughManyDiamondsOnce() throws IOException {
    images.add("x0", "f=0");
    for (int i = 1; i <= 40; i++) {
      String below = "x" + (i - 1);
      images.add("l" + i, of(below), NONE);
      images.add("r" + i, of(below), NONE);
      images.add("x" + i, of("l" + i, "r" + i), NONE);
    }
    rendering.renders(rendering.store().find(name("x40"), Labels.NONE).get(), "f=0");
  }

  private static ACIdentifier name(String name) {
    return new ACIdentifier(name);
  }

  @Test
  void goesDeep() throws IOException {
    images.add("x0", "f0=0", "g=0");
    for (int i = 1; i <= 60; i++) {
      images.add("x" + i, of("x" + (i - 1)), NONE, "f" + i + "=" + i, "g=" + i);
    }
    Path target = dir.resolve("deep");
    rendering.render(rendering.store().find(name("x60"), Labels.NONE).get(), target);
    assertThat(TestImages.describe(target)).hasSize(62).contains("g=60", "f0=0", "f59=59");
  }
}
