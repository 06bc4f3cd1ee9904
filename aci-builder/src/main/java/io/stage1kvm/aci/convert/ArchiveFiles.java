package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.EntryPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An archive's files, unpacked under numbers: their names are only ever looked up.
final class ArchiveFiles extends SourceFiles {
  /// Links that lead to links: more is a loop.
  private static final int MAX_LINKS = 8;

  private final Path directory;
  private final Map<String, Path> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  private ArchiveFiles(Path directory) {
    this.directory = directory;
  }

  static ArchiveFiles unpack(Path archive, Bound bound) throws IOException {
    ArchiveFiles files = new ArchiveFiles(Files.createTempDirectory("aci-convert"));
    try (AciReader reader = AciReader.open(archive, bound.limit())) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        bound.addEntry(next.get());
        files.add(next.get(), reader);
      }
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void add(AciEntry entry, AciReader reader) throws IOException {
    String name = path(entry.name());
    switch (entry) {
      case AciEntry.File file -> {
        Path copy = directory.resolve(Integer.toString(files.size()));
        if (files.putIfAbsent(name, copy) != null) {
          throw AciException.malformed("file '%s' is there twice".formatted(ByteText.show(name)));
        }
        Files.copy(reader.content(), copy);
      }
      case AciEntry.Symlink link -> links.put(name, resolve(name, link.target()));
      case AciEntry.HardLink link -> links.put(name, path(link.target()));
      case AciEntry.Directory directory -> {}
      default ->
          throw AciException.malformed(
              "entry '%s' is a %s".formatted(ByteText.show(name), entry.kind()));
    }
  }

  private static String path(String name) throws AciException {
    try {
      return EntryPath.of(name).toString();
    } catch (IllegalArgumentException e) {
      throw AciException.malformed(
          "entry '%s' is not inside the archive".formatted(ByteText.show(name)), e);
    }
  }

  /// @return the target of a link from the archive's top; one that leads out leads nowhere
  private static String resolve(String name, String target) {
    Deque<String> parts = new ArrayDeque<>();
    String parent = name.substring(0, name.lastIndexOf('/') + 1);
    for (String part : (parent + target).split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  @Override
  Optional<Path> find(String name) throws IOException {
    String at = path(name);
    for (int i = 0; i < MAX_LINKS && links.containsKey(at); i++) {
      at = links.get(at);
    }
    return Optional.ofNullable(files.get(at));
  }

  @Override
  public void close() throws IOException {
    for (int i = 0; i < files.size(); i++) {
      Files.deleteIfExists(directory.resolve(Integer.toString(i)));
    }
    Files.delete(directory);
  }
}
