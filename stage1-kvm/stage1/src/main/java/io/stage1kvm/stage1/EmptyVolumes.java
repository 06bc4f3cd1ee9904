package io.stage1kvm.stage1;

import io.stage1kvm.pod.PodVolume;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// Makes the pod's empty volumes before the machine starts.
final class EmptyVolumes {
  private EmptyVolumes() {}

  static void make(List<PodVolume> volumes) throws Stage1Exception {
    for (PodVolume volume : volumes) {
      if (volume.empty().isPresent()) {
        try {
          make(volume.source(), volume.empty().get());
        } catch (IOException e) {
          throw Stage1Exception.cannot("make empty volume '" + volume.name() + "'", e);
        }
      }
    }
  }

  private static void make(Path directory, PodVolume.Empty how) throws IOException {
    if (Files.exists(directory)) {
      return; // another app's use of it came first
    }
    Files.createDirectories(directory);
    Path content = how.content().orElse(directory);
    if (!content.equals(directory) && Files.isDirectory(content)) {
      Files.walkFileTree(content, new Copier(content, directory));
      return;
    }
    Files.setAttribute(directory, "unix:uid", (int) how.uid());
    Files.setAttribute(directory, "unix:gid", (int) how.gid());
    Files.setAttribute(directory, "unix:mode", how.mode());
  }

  /// Copies a tree with owners, modes, times and links as they are.
  private static final class Copier extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copier(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      copy(directory);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      copy(file);
      return FileVisitResult.CONTINUE;
    }

    private void copy(Path file) throws IOException {
      Files.copy(
          file,
          to.resolve(from.relativize(file)),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES,
          LinkOption.NOFOLLOW_LINKS);
    }
  }
}
