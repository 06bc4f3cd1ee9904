package io.stage1kvm.aci.build;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciWriter;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.ManifestCodec;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Makes an image of a directory.
public final class AciBuilder {
  private final byte[] manifest;
  private final Path rootfs;

  private AciBuilder(byte[] manifest, Path rootfs) {
    this.manifest = manifest;
    this.rootfs = rootfs;
  }

  /// An image of a root file system that has no manifest yet.
  public static AciBuilder fromRootfs(ImageManifest manifest, Path rootfs) {
    return new AciBuilder(ManifestCodec.write(manifest), rootfs);
  }

  /// An image of a directory with exactly `manifest` and `rootfs/`. The manifest is checked, and
  /// written as it stands there.
  public static AciBuilder fromLayout(Path layout) throws AciException {
    try {
      checkLayout(layout);
      byte[] manifest = Files.readAllBytes(AciLayout.manifest(layout));
      ManifestCodec.read(manifest);
      return new AciBuilder(manifest, AciLayout.rootfs(layout));
    } catch (IOException e) {
      throw AciException.cannot("read", "image layout", layout.toString(), e);
    }
  }

  private static void checkLayout(Path layout) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> children = Files.list(layout)) {
      children.forEach(child -> names.add(child.getFileName().toString()));
    }
    if (!Files.isRegularFile(AciLayout.manifest(layout), LinkOption.NOFOLLOW_LINKS)) {
      throw AciException.malformed("there is no file 'manifest' in it");
    }
    if (!Files.isDirectory(AciLayout.rootfs(layout), LinkOption.NOFOLLOW_LINKS)) {
      throw AciException.malformed("there is no directory 'rootfs' in it");
    }
    names.removeAll(Set.of(AciLayout.MANIFEST, AciLayout.ROOTFS));
    if (!names.isEmpty()) {
      throw AciException.malformed(
          "'%s' is neither 'manifest' nor 'rootfs'"
              .formatted(ByteText.show(names.iterator().next())));
    }
  }

  /// Writes the image. The output appears when it is whole, or not at all.
  ///
  /// @return the image ID
  /// @throws AciException naming the file that failed
  public ImageID build(Path output, BuildOptions options) throws AciException {
    refuseInside(output);
    try (AtomicOutput target = AtomicOutput.create(output, options.overwrite())) {
      ImageID id;
      try (AciWriter writer =
          new AciWriter(target.stream(), options.compression(), options.level())) {
        new TreeWriter(writer, options).write(manifest, rootfs);
        id = writer.finish();
      }
      target.commit();
      return id;
    } catch (IOException e) {
      throw AciException.cannot("write", "image", output.toString(), e);
    }
  }

  /// An image that is written into the tree it is made of would contain a piece of itself.
  private void refuseInside(Path output) throws AciException {
    Path directory = real("write", "image", output.toAbsolutePath().getParent(), output);
    if (directory.startsWith(real("read", "directory", rootfs, rootfs))) {
      throw AciException.cannot(
          "write", "image", output.toString(), "it would lie in its own rootfs");
    }
  }

  private static Path real(String verb, String object, Path path, Path shown) throws AciException {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw AciException.cannot(verb, object, shown.toString(), e);
    }
  }
}
