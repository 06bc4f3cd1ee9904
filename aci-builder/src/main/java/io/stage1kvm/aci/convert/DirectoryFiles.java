package io.stage1kvm.aci.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A directory's files. Links may not lead out of it.
final class DirectoryFiles extends SourceFiles {
  private final Path directory;

  DirectoryFiles(Path directory) throws IOException {
    this.directory = directory.toRealPath();
  }

  @Override
  Optional<Path> find(String name) throws IOException {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try {
      Path file = directory.resolve(name).toRealPath();
      boolean good = file.startsWith(directory) && Files.isRegularFile(file);
      return good ? Optional.of(file) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {}
}
