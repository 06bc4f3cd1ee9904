package io.stage1kvm.aci.extract;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.LayoutChecker;
import io.stage1kvm.aci.layout.ManifestCodec;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// One image on its way into one directory.
final class Extraction {
  private final AciReader reader;
  private final Ownership ownership;
  private final LayoutChecker checker = new LayoutChecker();
  private ImageManifest manifest;

  Extraction(AciReader reader, Ownership ownership) {
    this.reader = reader;
    this.ownership = ownership;
  }

  ExtractedImage into(Path path) throws IOException {
    try (TreeSink sink = TreeSink.open(path, ownership)) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        refuseIf(checker.check(next.get()));
        add(sink, next.get());
      }
      refuseIf(checker.end().stream().findFirst());
      ImageID id = reader.id();
      return new ExtractedImage(id, manifest, sink.finish());
    }
  }

  private void add(TreeSink sink, AciEntry entry) throws IOException {
    if (EntryPath.of(entry.name()).toString().equals(AciLayout.MANIFEST)) {
      byte[] json = reader.readAll(AciLayout.MAX_MANIFEST_SIZE);
      manifest = ManifestCodec.read(json);
      sink.addManifest(json, entry.attributes());
    } else {
      sink.add(entry, reader);
    }
  }

  private static void refuseIf(Optional<Finding> finding) throws AciException {
    if (finding.isPresent()) {
      throw AciException.malformed(finding.get().message());
    }
  }
}
