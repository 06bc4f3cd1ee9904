package io.stage1kvm.aci.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.extract.Ownership;
import io.stage1kvm.aci.store.ImageStore;
import io.stage1kvm.aci.store.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A store to fill, and what is rendered from it.
final class Rendering {
  static final List<String> NONE = List.of();

  private final Path dir;
  private final ImageStore store;
  private final TestImages images;
  private int count;

  /// @param dir for the store and what is rendered
  Rendering(Path dir) throws AciException {
    this.dir = dir;
    store = ImageStore.open(dir.resolve("store"));
    images = new TestImages(store);
  }

  ImageStore store() {
    return store;
  }

  TestImages images() {
    return images;
  }

  RenderedImage render(StoredImage image, Path target) throws AciException {
    return new Renderer(store, Ownership.ofCaller(), SizeLimit.DEFAULT).render(image, target);
  }

  void renders(StoredImage image, String... expected) throws IOException {
    Path target = dir.resolve("target" + count++);
    render(image, target);
    assertThat(TestImages.describe(target)).containsExactly(expected);
  }

  void refuses(StoredImage image, String message) {
    Path target = dir.resolve("target" + count++);
    assertThatThrownBy(() -> render(image, target))
        .isInstanceOf(AciException.class)
        .hasMessage(message);
    assertThat(target).doesNotExist();
  }

  /// The image 'a', which depends on 'b'.
  StoredImage above(String... entries) throws AciException {
    return images.add("a", List.of("b"), NONE, entries);
  }
}
