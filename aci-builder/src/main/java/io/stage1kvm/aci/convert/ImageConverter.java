package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciWriter;
import io.stage1kvm.aci.build.AtomicOutput;
import io.stage1kvm.aci.convert.SourceImage.SourceLayer;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.ManifestCodec;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.ImageManifestBuilder;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;

/// Converts an image of a docker archive or an OCI layout, each a directory or a tar file.
public final class ImageConverter implements AutoCloseable {
  private final ConvertOptions options;
  private final Bound bound;
  private final SourceFiles files;
  private final SourceImage image;
  private final ManifestConverter manifests;

  private ImageConverter(Path source, ConvertOptions options) throws IOException {
    this.options = options;
    this.bound = new Bound(options.limit());
    this.files = SourceFiles.open(source, bound);
    try {
      this.image = read();
      this.manifests =
          new ManifestConverter(image, options.name(), stem(source), options.warnings());
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private SourceImage read() throws IOException {
    if (files.has(DockerArchive.MANIFEST)) {
      return DockerArchive.read(files, options.ref());
    }
    if (files.has(OciLayout.INDEX)) {
      return OciLayout.read(files, options.ref(), options.platform());
    }
    throw AciException.malformed("it is neither a docker archive nor an OCI layout");
  }

  private static String stem(Path source) {
    String name = source.toAbsolutePath().normalize().getFileName().toString();
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// Writes one image that holds what all layers make together.
  ///
  /// @throws AciException naming the source and what is wrong with it
  public static ConvertedImage convert(Path source, Path output, ConvertOptions options)
      throws AciException {
    try (ImageConverter converter = new ImageConverter(source, options)) {
      return converter.squash(output);
    } catch (IOException | InvalidValueException e) {
      throw failed(source, e);
    }
  }

  /// Writes an image for each layer, each with the one below it as its dependency.
  ///
  /// @param directory where the images go; it is made if it is not there
  /// @return the images, lowest first; the last one is what is executed
  /// @throws AciException naming the source and what is wrong with it
  public static List<ConvertedImage> convertLayers(
      Path source, Path directory, ConvertOptions options) throws AciException {
    try (ImageConverter converter = new ImageConverter(source, options)) {
      Files.createDirectories(directory);
      return converter.layers(directory);
    } catch (IOException | InvalidValueException e) {
      throw failed(source, e);
    }
  }

  private static AciException failed(Path source, Exception e) {
    IOException reason =
        e instanceof IOException io ? io : AciException.malformed(e.getMessage(), e);
    return AciException.cannot("convert", "image", source.toString(), reason);
  }

  private ConvertedImage squash(Path output) throws IOException {
    LayerPass pass = new LayerPass(files, bound, options.warnings());
    for (SourceLayer layer : image.layers()) {
      pass.read(layer);
    }
    ImageManifest manifest = manifests.top(UserTables.of(pass.tree())).build();
    return write(output, manifest, pass.tree().root(), layer -> true);
  }

  private List<ConvertedImage> layers(Path directory) throws IOException {
    LayerPass pass = new LayerPass(files, bound, options.warnings());
    List<ConvertedImage> images = new ArrayList<>();
    int count = Math.max(1, image.layers().size());
    for (int i = 0; i < count; i++) {
      Digest digest = image.id();
      if (!image.layers().isEmpty()) {
        pass.read(image.layers().get(i));
        digest = image.layers().get(i).diffId();
      }
      boolean top = i == count - 1;
      ImageManifestBuilder manifest =
          top ? manifests.top(UserTables.of(pass.tree())) : manifests.lower(digest);
      if (pass.tree().removedAnything()) {
        manifest.pathWhitelist(Whitelist.of(pass.tree().root()));
      }
      if (!images.isEmpty()) {
        manifest.dependency(dependency(images.getLast()));
      }
      int layer = i;
      String file = "%02d-%s%s".formatted(i, digest.hex().substring(0, 12), AciLayout.SUFFIX);
      images.add(
          write(directory.resolve(file), manifest.build(), pass.tree().root(), l -> l == layer));
    }
    return images;
  }

  private static Dependency dependency(ConvertedImage below) {
    return new Dependency(
        below.manifest().name(),
        Optional.of(below.id()),
        below.manifest().labels(),
        OptionalLong.empty(),
        Extensions.NONE);
  }

  private ConvertedImage write(Path output, ImageManifest manifest, Node root, IntPredicate layers)
      throws IOException {
    try (AtomicOutput target = AtomicOutput.create(output, options.overwrite())) {
      ImageID id;
      try (AciWriter writer =
          new AciWriter(target.stream(), options.compression(), options.level())) {
        new TreeImage(files, writer, layers)
            .write(ManifestCodec.write(manifest), root, image.layers());
        id = writer.finish();
      }
      target.commit();
      return new ConvertedImage(output, id, manifest);
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
