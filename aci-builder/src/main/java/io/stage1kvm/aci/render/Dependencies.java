package io.stage1kvm.aci.render;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.store.ImageStore;
import io.stage1kvm.aci.store.StoredImage;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An image and all that it depends on, in the order in which they override each other.
final class Dependencies {
  /// Images that depend on each other many times over; no real one has a tenth of it.
  static final int MAX_LAYERS = 1_000;

  private record Known(ImageID id, Whitelist whitelist) {}

  private final ImageStore store;
  private final List<Layer> layers = new ArrayList<>();
  private final Set<Known> known = new HashSet<>();
  private final List<StoredImage> way = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  private Dependencies(ImageStore store) {
    this.store = store;
  }

  static Dependencies of(StoredImage image, ImageStore store) throws AciException {
    Dependencies dependencies = new Dependencies(store);
    dependencies.add(image, Whitelist.ALL);
    return dependencies;
  }

  /// @return the uppermost first: the image, then its last dependency with all of that one's, …
  List<Layer> layers() {
    return List.copyOf(layers);
  }

  /// @return images of another size than the one who depends on them said
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private void add(StoredImage image, Whitelist above) throws AciException {
    refuseCycle(image);
    Whitelist whitelist = above.and(image.manifest().pathWhitelist());
    // What an image gave further up, it has no chance to give again: what hid it there still does.
    if (!known.add(new Known(image.id(), whitelist))) {
      return;
    }
    if (layers.size() == MAX_LAYERS) {
      throw failed(image, "it has more than %d dependencies".formatted(MAX_LAYERS));
    }
    layers.add(new Layer(image, whitelist));
    way.add(image);
    for (Dependency dependency : image.manifest().dependencies().reversed()) {
      add(resolve(image, dependency), whitelist);
    }
    way.removeLast();
  }

  private void refuseCycle(StoredImage image) throws AciException {
    for (int i = 0; i < way.size(); i++) {
      if (way.get(i).id().equals(image.id())) {
        throw failed(way.getFirst(), "its dependencies go round in a circle: " + show(i, image));
      }
    }
  }

  private String show(int from, StoredImage again) {
    return way.subList(from, way.size()).stream()
        .map(image -> image.manifest().name() + " -> ")
        .collect(Collectors.joining("", "", again.manifest().name().value()));
  }

  private StoredImage resolve(StoredImage image, Dependency dependency) throws AciException {
    Optional<StoredImage> found =
        dependency.imageID().isPresent()
            ? store.get(dependency.imageID().get())
            : store.find(dependency.imageName(), dependency.labels());
    if (found.isEmpty()) {
      throw failed(image, "its dependency %s is not in the store".formatted(show(dependency)));
    }
    if (!found.get().matches(dependency.imageName(), dependency.labels())) {
      throw failed(
          image,
          "its dependency %s has another name or other labels in the store"
              .formatted(show(dependency)));
    }
    compareSize(found.get(), dependency);
    return found.get();
  }

  /// No failure: the size of a file is that of its compression, and the ID says more.
  private void compareSize(StoredImage found, Dependency dependency) throws AciException {
    try {
      long size = Files.size(found.file());
      if (dependency.size().orElse(size) != size) {
        warnings.add(
            "dependency %s has %d bytes, not the %d that it should have"
                .formatted(show(dependency), size, dependency.size().getAsLong()));
      }
    } catch (IOException e) {
      throw AciException.cannot("read", "image", found.file().toString(), e);
    }
  }

  private static String show(Dependency dependency) {
    String labels =
        dependency.labels().list().stream()
            .map(label -> "," + label.name() + "=" + label.value())
            .collect(Collectors.joining());
    String id = dependency.imageID().map(known -> " with the ID " + known).orElse("");
    return "'" + dependency.imageName() + labels + "'" + id;
  }

  private static AciException failed(StoredImage image, String reason) {
    return AciException.cannot("render", "image", image.manifest().name().value(), reason);
  }
}
