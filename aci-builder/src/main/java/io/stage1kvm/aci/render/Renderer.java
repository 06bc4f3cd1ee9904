package io.stage1kvm.aci.render;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.extract.Ownership;
import io.stage1kvm.aci.extract.TreeSink;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.LayoutChecker;
import io.stage1kvm.aci.store.ImageStore;
import io.stage1kvm.aci.store.StoredImage;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Renders an image with all its dependencies to `<target>/manifest` and `<target>/rootfs/`.
///
/// After a failure the target is as it was before.
public final class Renderer {
  private final ImageStore store;
  private final Ownership ownership;
  private final SizeLimit limit;

  /// @param limit on what each of the images may decompress to
  public Renderer(ImageStore store, Ownership ownership, SizeLimit limit) {
    this.store = store;
    this.ownership = ownership;
    this.limit = limit;
  }

  /// @param image from the store, or a file outside of it whose dependencies are in it
  /// @param target an empty directory, or the name of one that is not there yet
  public RenderedImage render(StoredImage image, Path target) throws AciException {
    String name = image.manifest().name().value();
    try (ImageStore.Held held = store.hold()) {
      Dependencies dependencies = Dependencies.of(image, store);
      List<Layer> layers = dependencies.layers();
      RenderPlan plan = new RenderPlan();
      for (Layer layer : layers) {
        consider(layer, plan);
      }
      List<String> warnings = new ArrayList<>(dependencies.warnings());
      warnings.addAll(write(layers, plan, target));
      List<ImageID> ids = layers.stream().map(layer -> layer.image().id()).toList();
      return new RenderedImage(image.manifest(), ids, warnings);
    } catch (IOException e) {
      throw AciException.cannot("render", "image", name, e);
    }
  }

  private interface Use {
    void use(AciEntry entry, EntryPath path, AciReader reader) throws IOException;
  }

  private void consider(Layer layer, RenderPlan plan) throws IOException {
    RenderPlan.Pass pass = plan.pass(layer);
    LayoutChecker checker = new LayoutChecker();
    read(
        layer.image(),
        (entry, path, reader) -> {
          refuseIf(checker.check(entry));
          if (path.inRootfs()) {
            pass.consider(entry, path);
          }
        });
  }

  private List<String> write(List<Layer> layers, RenderPlan plan, Path target) throws IOException {
    Map<ImageID, StoredImage> images = new LinkedHashMap<>();
    layers.forEach(layer -> images.putIfAbsent(layer.image().id(), layer.image()));
    ImageID first = layers.getFirst().image().id();
    try (TreeSink sink = TreeSink.open(target, ownership)) {
      for (StoredImage image : images.values()) {
        LayerWriter writer = new LayerWriter(plan, image.id(), sink);
        read(
            image,
            (entry, path, reader) -> {
              if (path.inRootfs()) {
                writer.write(entry, path, reader);
              } else if (image.id().equals(first)) {
                sink.add(entry, reader);
              }
            });
      }
      return sink.finish();
    }
  }

  /// Reads all of an image, twice in all: it has to be the same both times.
  private void read(StoredImage image, Use use) throws IOException {
    try (AciReader reader = AciReader.open(image.file(), limit)) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        AciEntry entry = next.get();
        // Not EntryPath.of() before the rules were asked: a hostile name is no path.
        use.use(entry, pathOf(entry), reader);
      }
      if (!reader.id().equals(image.id())) {
        throw AciException.malformed("its ID is not %s any more".formatted(image.id()));
      }
    } catch (IOException e) {
      throw AciException.cannot("read", "image", image.file().toString(), e);
    }
  }

  /// @return the top for a name that no rule lets through
  private static EntryPath pathOf(AciEntry entry) {
    try {
      return EntryPath.of(entry.name());
    } catch (IllegalArgumentException e) {
      return EntryPath.TOP;
    }
  }

  private static void refuseIf(Optional<Finding> finding) throws AciException {
    if (finding.isPresent()) {
      throw AciException.malformed(finding.get().message());
    }
  }
}
