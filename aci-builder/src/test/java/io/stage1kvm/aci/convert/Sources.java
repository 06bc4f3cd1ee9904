package io.stage1kvm.aci.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciWriter;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.Xattr;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Docker archives and OCI layouts, made entry by entry.
final class Sources {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private Sources() {}

  /// A layer, as its entries are added.
  static final class Layer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AciWriter writer;

    Layer() {
      try {
        writer = new AciWriter(bytes, Compression.NONE, 0);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    Layer file(String name, String content) {
      return entry(new AciEntry.File(name, attributes(), content.getBytes(UTF_8).length), content);
    }

    Layer whiteOut(String name) {
      return file(name, "");
    }

    Layer directory(String name, Xattr... xattrs) {
      return entry(
          new AciEntry.Directory(name, new Attributes(0755, 5, 6, TIME, List.of(xattrs))), "");
    }

    Layer symlink(String name, String target) {
      return entry(new AciEntry.Symlink(name, attributes(), target), "");
    }

    Layer hardLink(String name, String target) {
      return entry(new AciEntry.HardLink(name, attributes(), target), "");
    }

    Layer entry(AciEntry entry, String content) {
      try {
        if (entry instanceof AciEntry.File file) {
          writer.put(file, new ByteArrayInputStream(content.getBytes(UTF_8)));
        } else {
          writer.put(entry);
        }
        return this;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    byte[] finish() {
      try {
        writer.finish();
        return bytes.toByteArray();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  static Attributes attributes() {
    return new Attributes(0644, 5, 6, TIME, List.of());
  }

  static String config(String process, List<byte[]> layers) {
    List<String> ids = new ArrayList<>();
    layers.forEach(layer -> ids.add("\"" + Digest.sha256(layer) + "\""));
    return """
        {"os":"linux","architecture":"amd64","config":%s,"rootfs":{"type":"layers","diff_ids":%s}}"""
        .formatted(process, ids);
  }

  /// The files of a docker archive with one image.
  static Map<String, byte[]> dockerArchive(String process, List<byte[]> layers) {
    Map<String, byte[]> files = new TreeMap<>();
    List<String> names = new ArrayList<>();
    for (byte[] layer : layers) {
      files.put("layer" + names.size() + ".tar", layer);
      names.add("\"layer" + names.size() + ".tar\"");
    }
    files.put("config.json", config(process, layers).getBytes(UTF_8));
    files.put(
        "manifest.json",
        """
        [{"Config":"config.json","RepoTags":["example.com/team/app:1.0"],"Layers":%s}]"""
            .formatted(names)
            .getBytes(UTF_8));
    return files;
  }

  /// The files of an OCI layout with one image.
  static Map<String, byte[]> ociLayout(String process, List<byte[]> layers, List<byte[]> blobs) {
    Map<String, byte[]> files = new TreeMap<>();
    List<String> descriptors = new ArrayList<>();
    blobs.forEach(blob -> descriptors.add(addBlob(files, "layer", blob)));
    String config = addBlob(files, "config", config(process, layers).getBytes(UTF_8));
    String manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":%s}".formatted(config, descriptors);
    String descriptor =
        addBlob(files, "application/vnd.oci.image.manifest.v1+json", manifest.getBytes(UTF_8));
    files.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
    files.put(
        "index.json",
        "{\"schemaVersion\":2,\"manifests\":[%s]}"
            .formatted(named(descriptor, "1.0"))
            .getBytes(UTF_8));
    return files;
  }

  static String named(String descriptor, String name) {
    return descriptor.substring(0, descriptor.length() - 1)
        + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}}".formatted(name);
  }

  /// @return the blob's descriptor
  static String addBlob(Map<String, byte[]> files, String mediaType, byte[] blob) {
    Digest digest = Digest.sha256(blob);
    files.put(digest.blobPath(), blob);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, blob.length);
  }

  static Path directory(Path directory, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return directory;
  }

  static Path archive(Path archive, Map<String, byte[]> files) throws IOException {
    try (AciWriter writer = new AciWriter(Files.newOutputStream(archive), Compression.GZIP, 1)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        byte[] content = file.getValue();
        writer.put(
            new AciEntry.File(file.getKey(), attributes(), content.length),
            new ByteArrayInputStream(content));
      }
      writer.finish();
    }
    return archive;
  }
}
