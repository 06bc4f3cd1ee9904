package io.stage1kvm.aci.compare;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.LayoutChecker;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.type.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All that an image says, without its files' content, of which a digest is kept.
record ImageContent(JsonValue manifest, Map<String, Item> items) {
  static ImageContent read(Path image, SizeLimit limit) throws AciException {
    try (AciReader reader = AciReader.open(image, limit)) {
      return new Reading(reader).read();
    } catch (IOException e) {
      throw AciException.cannot("read", "image", image.toString(), e);
    }
  }

  private static final class Reading {
    private final AciReader reader;
    private final LayoutChecker checker = new LayoutChecker();
    private final Map<String, Item> items = new TreeMap<>();

    /// The first name of each file that has more than one, and all its names.
    private final Map<String, List<String>> links = new HashMap<>();

    private final Map<String, String> firstNames = new HashMap<>();
    private JsonValue manifest;

    Reading(AciReader reader) {
      this.reader = reader;
    }

    ImageContent read() throws IOException {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        refuse(checker.check(next.get()));
        EntryPath path = EntryPath.of(next.get().name());
        if (!path.isTop()) {
          add(path.toString(), next.get());
        }
      }
      refuse(checker.end().stream().findFirst());
      links.values().forEach(this::join);
      return new ImageContent(manifest, items);
    }

    private void add(String name, AciEntry entry) throws IOException {
      if (name.equals(AciLayout.MANIFEST)) {
        manifest = manifest();
      } else if (entry instanceof AciEntry.HardLink link) {
        String target = EntryPath.of(link.target()).toString();
        String first = firstNames.getOrDefault(target, target);
        firstNames.put(name, first);
        links.computeIfAbsent(first, key -> new ArrayList<>(List.of(first))).add(name);
      } else {
        items.put(name, new Item(entry, content(entry), List.of()));
      }
    }

    private JsonValue manifest() throws IOException {
      try {
        return JsonDocument.read(reader.readAll(AciLayout.MAX_MANIFEST_SIZE), AciLayout.MANIFEST);
      } catch (ManifestException e) {
        throw AciException.malformed(e.getMessage(), e);
      }
    }

    private String content(AciEntry entry) throws IOException {
      if (!(entry instanceof AciEntry.File)) {
        return "";
      }
      MessageDigest digest = sha256();
      byte[] buffer = new byte[1 << 16];
      for (int n = reader.read(buffer, 0, buffer.length);
          n >= 0;
          n = reader.read(buffer, 0, buffer.length)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    private void join(List<String> names) {
      Item file = items.get(names.getFirst());
      for (String name : names) {
        items.put(
            name, file.withLinks(names.stream().filter(n -> !n.equals(name)).sorted().toList()));
      }
    }

    private static void refuse(Optional<Finding> finding) throws AciException {
      if (finding.isPresent()) {
        throw AciException.malformed(finding.get().message());
      }
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
