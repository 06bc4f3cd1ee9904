package io.stage1kvm.aci.render;

import static io.stage1kvm.aci.render.Rendering.NONE;
import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.store.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes of an image and its dependencies, and what goes wrong.
final class RendererTest {
  @TempDir private Path dir;

  private Rendering rendering;
  private TestImages images;

  @BeforeEach
  void openStore() throws AciException {
    rendering = new Rendering(dir);
    images = rendering.images();
  }

  @Test
  void usesTheManifestOfTheUppermost() throws IOException {
    images.add("b", "f=2");
    StoredImage a = rendering.above();
    Path target = dir.resolve("target");
    RenderedImage rendered = rendering.render(a, target);
    assertThat(Files.readString(target.resolve("manifest"))).contains("\"name\":\"a\"");
    assertThat(rendered.manifest().name().value()).isEqualTo("a");
    assertThat(rendered.images().getFirst()).isEqualTo(a.id());
    assertThat(rendered.images()).hasSize(2);
    assertThat(target).isDirectoryNotContaining(p -> p.endsWith("b"));
  }

  @Test
  void refusesAMissingDependency() throws IOException {
    rendering.refuses(
        rendering.above(), "cannot render image 'a': its dependency 'b' is not in the store");
    rendering.refuses(
        images.add(
            "c",
            of(
                """
                {"imageName":"b","labels":[{"name":"version","value":"2"}],"imageID":"sha512-00"}
                """
                    .strip()),
            NONE),
        "cannot render image 'c': its dependency 'b,version=2' with the ID sha512-00 is not in the"
            + " store");
  }

  @Test
  void refusesADependencyWithTheRightIdAndAnotherName() throws IOException {
    StoredImage b = images.add("b");
    String wrong = "{\"imageName\":\"x\",\"imageID\":\"" + b.id() + "\"}";
    rendering.refuses(
        images.add("a", of(wrong), NONE),
        "cannot render image 'a': its dependency 'x' with the ID "
            + b.id()
            + " has another name or other labels in the store");
  }

  @Test
  void warnsOfADependencyOfAnotherSize() throws IOException {
    StoredImage b = images.add("b", "f=1");
    long size = Files.size(b.file());
    String right = "{\"imageName\":\"b\",\"size\":%d}".formatted(size);
    String wrong = "{\"imageName\":\"b\",\"size\":7}";
    assertThat(rendering.render(images.add("a", of(right), NONE), dir.resolve("right")).warnings())
        .isEmpty();
    assertThat(rendering.render(images.add("a", of(wrong), NONE), dir.resolve("wrong")).warnings())
        .containsExactly(
            "dependency 'b' has %d bytes, not the 7 that it should have".formatted(size));
  }

  @Test
  void findsDependenciesByIdAndItsBeginning() throws IOException {
    StoredImage b = images.add("b", "f=1");
    images.add("b", "f=2");
    String whole = "{\"imageName\":\"b\",\"imageID\":\"" + b.id() + "\"}";
    rendering.renders(images.add("a", of(whole), NONE), "f=1");
    String part = whole.replace(b.id().value(), b.id().value().substring(0, 40));
    rendering.renders(images.add("a", of(part), NONE), "f=1");
  }

  @Test
  void refusesACircle() throws IOException {
    images.add("c", of("b"), NONE);
    images.add("b", of("c"), NONE);
    rendering.refuses(
        images.add("a", of("b"), NONE),
        "cannot render image 'a': its dependencies go round in a circle: b -> c -> b");
  }

  @Test
  void refusesAnImageThatChanged() throws IOException {
    StoredImage b = images.add("b", "f=2");
    StoredImage a = rendering.above();
    Files.write(b.file(), TestImages.archive(TestImages.manifest("b", NONE, NONE), "f=3"));
    rendering.refuses(
        a, "cannot read image '%s': its ID is not %s any more".formatted(b.file(), b.id()));
  }

  @Test
  void leavesTheTargetAloneIfItIsNotEmpty() throws IOException {
    Path target = Files.createDirectory(dir.resolve("full"));
    Files.writeString(target.resolve("mine"), "x");
    StoredImage a = images.add("a", "f=1");
    assertThatThrownBy(() -> rendering.render(a, target))
        .hasMessage("cannot extract to directory '%s': it is not empty", target);
    assertThat(target.resolve("mine")).hasContent("x");
  }
}
