package io.stage1kvm.stage0;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Every path of the data directory: the pods as rkt lays them out, and the unpacked images.
///
/// @param root absolute
record DataDirectory(Path root) {
  DataDirectory {
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("data directory '" + root + "' must be absolute");
    }
  }

  /// The pods in a stage.
  Path pods(PodStage stage) {
    return root.resolve("pods").resolve(stage.directory());
  }

  /// A pod in a stage.
  Path pod(PodStage stage, String uuid) {
    return pods(stage).resolve(uuid);
  }

  /// The unpacked images.
  Path trees() {
    return root.resolve("cas/tree");
  }

  /// An unpacked image.
  Path tree(String treeId) {
    return trees().resolve(treeId);
  }

  /// Where images are unpacked before they are complete.
  Path unpacking() {
    return root.resolve("cas/unpacking");
  }

  /// For each image file seen: which tree it is.
  Path fileIndex() {
    return root.resolve("cas/files");
  }

  /// Held shared by who is about to use a tree, exclusively by who deletes trees.
  Path treesLock() {
    return root.resolve("cas/trees.lock");
  }

  /// Held exclusively by who unpacks.
  Path unpackingLock() {
    return root.resolve("cas/unpacking.lock");
  }

  /// Makes what is missing.
  void create() throws Stage0Exception {
    try {
      for (PodStage stage : PodStage.values()) {
        directories(pods(stage));
      }
      directories(trees());
      directories(unpacking());
      directories(fileIndex());
    } catch (IOException e) {
      throw Stage0Exception.cannot("make data directory '" + root + "'", e);
    }
  }

  /// Modes are set after the making: the caller's umask must not lock anybody out. Another command
  /// may make the same directories at the same time: whoever comes first makes them.
  private void directories(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    if (!path.equals(root)) {
      directories(path.getParent());
      try {
        Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(path)) {
          throw e;
        }
      }
    } else {
      Files.createDirectories(path);
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
  }
}
