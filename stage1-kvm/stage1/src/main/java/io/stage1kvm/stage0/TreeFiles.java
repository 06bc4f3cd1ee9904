package io.stage1kvm.stage0;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// Making, copying and deleting files and trees, with modes that do not depend on the caller's
/// umask.
final class TreeFiles {
  private TreeFiles() {}

  /// Makes a directory with a mode such as `rwxr-x---`.
  static void directory(Path path, String mode) throws IOException {
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /// Makes a directory and those above it that are missing, all with this mode.
  static void directories(Path path, String mode) throws IOException {
    if (!Files.isDirectory(path)) {
      directories(path.getParent(), mode);
      directory(path, mode);
    }
  }

  /// Makes a directory that has mode and owner of another.
  static void directoryLike(Path path, Path model) throws IOException {
    directories(path.getParent(), "rwxr-xr-x");
    Files.createDirectory(path);
    Files.setAttribute(path, "unix:uid", Files.getAttribute(model, "unix:uid"));
    Files.setAttribute(path, "unix:gid", Files.getAttribute(model, "unix:gid"));
    int mode = (int) Files.getAttribute(model, "unix:mode");
    Files.setAttribute(path, "unix:mode", mode);
  }

  /// Makes a file.
  static void file(Path path, byte[] content, String mode) throws IOException {
    Files.write(path, content);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /// Makes a file.
  static void file(Path path, String content, String mode) throws IOException {
    file(path, content.getBytes(StandardCharsets.UTF_8), mode);
  }

  /// Copies a tree with all that a file has: links, owners, times, attributes, devices. That is
  /// what the host's `cp` does, in one process and with the file system's own ways to share blocks.
  static void copy(Path source, Path target) throws IOException, InterruptedException {
    Process cp =
        new ProcessBuilder("cp", "-a", "--reflink=auto", "--", source.toString(), target.toString())
            .redirectErrorStream(true)
            .start();
    cp.getOutputStream().close();
    String output = new String(cp.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (cp.waitFor() != 0) {
      throw new IOException(output.lines().findFirst().orElse("cp failed"));
    }
  }

  /// Deletes all that is in a directory.
  static void deleteContent(Path directory) throws IOException {
    Files.walkFileTree(directory, new Deleter(directory));
  }

  /// Deletes a tree, if it is there. Links are not followed.
  static void delete(Path path) throws IOException {
    try {
      Files.walkFileTree(path, new Deleter(null));
    } catch (NoSuchFileException ignored) {
      // Gone already, perhaps by somebody who cleans up at the same time.
    }
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    private final Path kept;

    Deleter(Path kept) {
      this.kept = kept;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (!directory.equals(kept)) {
        Files.deleteIfExists(directory);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
