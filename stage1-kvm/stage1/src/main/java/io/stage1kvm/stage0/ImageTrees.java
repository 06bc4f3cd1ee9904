package io.stage1kvm.stage0;

import io.stage1kvm.aci.extract.AciExtractor;
import io.stage1kvm.aci.extract.ExtractedImage;
import io.stage1kvm.aci.extract.Ownership;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The unpacked images, by their ID. A tree is there as a whole or not at all: it is unpacked
/// beside the others and then renamed.
///
/// Who uses trees holds [DataDirectory#treesLock()] shared until a pod directory names them.
final class ImageTrees {
  private static final String ID_FILE = "id";

  private final DataDirectory data;
  private final Progress progress;

  ImageTrees(DataDirectory data, Progress progress) {
    this.data = data;
    this.progress = progress;
  }

  /// The tree of an image file, unpacked now if it never was.
  @SuppressWarnings("try") // The lock is held, not used.
  ImageTree of(Path file) throws Stage0Exception {
    try {
      FileIdentity identity = FileIdentity.of(file);
      Optional<ImageTree> known = known(identity);
      if (known.isPresent()) {
        return known.get();
      }
      try (FileLock held = FileLock.ofFile(data.unpackingLock(), Fcntl.LOCK_EX)) {
        Optional<ImageTree> meanwhile = known(identity);
        return meanwhile.isPresent() ? meanwhile.get() : unpack(file, identity);
      }
    } catch (NoSuchFileException ignored) {
      throw Stage0Exception.cannot("open image '" + file + "'", "no such file or directory");
    } catch (IOException e) {
      throw e.getMessage() != null && e.getMessage().startsWith("cannot ")
          ? Stage0Exception.of(e.getMessage())
          : Stage0Exception.cannot("unpack image '" + file + "'", e);
    }
  }

  /// The tree of an image that was unpacked before.
  Optional<ImageTree> of(ImageID id) throws Stage0Exception {
    String prefix = ImageTree.treeId(id);
    try (DirectoryStream<Path> trees = Files.newDirectoryStream(data.trees(), prefix + "*")) {
      for (Path tree : trees) {
        if (isOurs(tree)) {
          return Optional.of(load(tree));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw Stage0Exception.cannot("look for image '" + id + "'", e);
    }
  }

  /// Whether we unpacked a tree: rkt's own data directory has some of which rkt keeps books.
  static boolean isOurs(Path tree) {
    return Files.exists(tree.resolve(ID_FILE));
  }

  private Optional<ImageTree> known(FileIdentity identity) throws IOException, Stage0Exception {
    Path entry = data.fileIndex().resolve(identity.key());
    if (!Files.exists(entry)) {
      return Optional.empty();
    }
    Path tree = data.tree(Files.readString(entry));
    return Files.isDirectory(tree) ? Optional.of(load(tree)) : Optional.empty();
  }

  /// The time of a tree tells when it was last used.
  private static ImageTree load(Path tree) throws IOException, Stage0Exception {
    Files.setLastModifiedTime(tree, FileTime.from(Instant.now()));
    Path manifest = AciLayout.manifest(tree);
    try {
      ImageManifest read =
          ManifestJson.readImage(Files.readAllBytes(manifest), manifest.toString());
      return new ImageTree(new ImageID(Files.readString(tree.resolve(ID_FILE))), read, tree);
    } catch (ManifestException | InvalidValueException e) {
      throw Stage0Exception.cannot("use unpacked image '" + tree + "'", e);
    }
  }

  /// Only one process unpacks at a time, so what lies there was left by one that died.
  private ImageTree unpack(Path file, FileIdentity identity) throws IOException, Stage0Exception {
    TreeFiles.deleteContent(data.unpacking());
    Path target = data.unpacking().resolve(UUID.randomUUID().toString());
    ExtractedImage image;
    try (InputStream in = progress.reading(file)) {
      image = AciExtractor.extract(in, file.toString(), target, Ownership.KEEP);
    }
    try {
      refuseRendering(file, image.manifest());
      Files.writeString(target.resolve(ID_FILE), image.id().value());
      Path tree = data.tree(ImageTree.treeId(image.id()));
      sync(target);
      if (!Files.isDirectory(tree)) {
        Files.move(target, tree, StandardCopyOption.ATOMIC_MOVE);
      }
      remember(identity, tree);
      return load(tree);
    } finally {
      TreeFiles.deleteContent(data.unpacking());
    }
  }

  /// A tree is what an image says only if nothing has to be put below it or left out of it.
  private static void refuseRendering(Path file, ImageManifest manifest) throws Stage0Exception {
    if (!manifest.dependencies().isEmpty()) {
      String name = manifest.dependencies().getFirst().imageName().value();
      throw Stage0Exception.cannot(
          "use image '" + file + "'",
          "it depends on image '" + name + "', and dependencies are not supported yet");
    }
    if (!manifest.pathWhitelist().isEmpty()) {
      throw Stage0Exception.cannot(
          "use image '" + file + "'", "it has a pathWhitelist, which is not supported yet");
    }
  }

  /// A tree that is there is taken for whole: it must not lose its content when the host crashes.
  private static void sync(Path target) throws IOException {
    int flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY;
    try (Fd directory = Sys.files().openat(Fd.CWD, target.toString(), flags)) {
      Sys.files().syncfs(directory);
    }
  }

  private void remember(FileIdentity identity, Path tree) throws IOException {
    Path part = Files.createTempFile(data.unpacking(), "file", "");
    Files.write(part, tree.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    Files.move(part, data.fileIndex().resolve(identity.key()), StandardCopyOption.ATOMIC_MOVE);
  }
}
