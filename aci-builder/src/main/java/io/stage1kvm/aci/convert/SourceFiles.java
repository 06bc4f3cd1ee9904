package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.type.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The files of a source, which is a directory or an archive of one.
abstract sealed class SourceFiles implements AutoCloseable permits ArchiveFiles, DirectoryFiles {
  /// Real ones have a few kilobytes.
  private static final int MAX_JSON = 4 << 20;

  /// Opens a source. An archive is unpacked into a temporary directory until it is closed.
  static SourceFiles open(Path source, Bound bound) throws IOException {
    return Files.isDirectory(source)
        ? new DirectoryFiles(source)
        : ArchiveFiles.unpack(source, bound);
  }

  /// @param name relative, as the source's documents write it
  /// @return the regular file of that name
  abstract Optional<Path> find(String name) throws IOException;

  final boolean has(String name) throws IOException {
    return find(name).isPresent();
  }

  final InputStream open(String name) throws IOException {
    return Files.newInputStream(require(name));
  }

  private Path require(String name) throws IOException {
    return find(name)
        .orElseThrow(
            () ->
                AciException.malformed(
                    "there is no file '%s' in it".formatted(ByteText.show(name))));
  }

  final byte[] readBytes(String name) throws IOException {
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(MAX_JSON + 1);
      if (bytes.length > MAX_JSON) {
        throw AciException.malformed(
            "file '%s' is larger than %d bytes".formatted(ByteText.show(name), MAX_JSON));
      }
      return bytes;
    }
  }

  final JsonObjectReader readObject(String name) throws IOException {
    return JsonObjectReader.of(parse(readBytes(name), name), name);
  }

  static JsonValue parse(byte[] json, String name) throws AciException {
    try {
      return JsonDocument.read(json, name);
    } catch (ManifestException e) {
      throw AciException.malformed(e.getMessage(), e);
    }
  }

  @Override
  public abstract void close() throws IOException;
}
