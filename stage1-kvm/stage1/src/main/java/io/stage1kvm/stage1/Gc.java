package io.stage1kvm.stage1;

import io.stage1kvm.pod.PodDirectory;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/// The `gc` entrypoint: removes what a pod of ours has left, also after its supervisor was killed.
/// All
/// mounts were in its own mount namespace and went with it, its helper processes die with it, and
/// stage0
/// deletes the pod directory next; so what is left to do is to remove our sockets and state. May
/// run any number
/// of times, after a reboot too, and with anything missing.
final class Gc {
  private Gc() {}

  static int main(List<String> arguments) throws Stage1Exception {
    GoFlags.parse(arguments, Set.of("debug"), Set.of("local-config"));
    clean(PodDirectory.current());
    return 0;
  }

  static void clean(PodDirectory pod) throws Stage1Exception {
    for (Path left : List.of(pod.controlSocket(), pod.runDirectory(), pod.files())) {
      try {
        delete(left);
      } catch (IOException e) {
        throw Stage1Exception.cannot("remove '" + left + "'", e);
      }
    }
    try {
      // Only a mount point is left of it. Should anything still be mounted there, it is the user's
      // volumes: nothing in it may be touched.
      Files.deleteIfExists(pod.share());
    } catch (IOException e) {
      throw Stage1Exception.cannot("remove '" + pod.share() + "'", e);
    }
  }

  private static void delete(Path tree) throws IOException {
    try {
      Files.walkFileTree(tree, new Deleter());
    } catch (NoSuchFileException e) {
      return; // it was removed before, or never made
    }
  }

  /// Removes a tree without following links.
  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
