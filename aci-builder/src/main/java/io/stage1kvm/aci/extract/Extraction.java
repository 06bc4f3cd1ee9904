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
import io.stage1kvm.sys.SyscallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// One image on its way into one directory.
final class Extraction {
  private final AciReader reader;
  private final Ownership ownership;
  private final LayoutChecker checker = new LayoutChecker();
  private final Omissions omissions = new Omissions();
  private ImageManifest manifest;

  Extraction(AciReader reader, Ownership ownership) {
    this.reader = reader;
    this.ownership = ownership;
  }

  ExtractedImage into(Path path) throws IOException {
    try (Target target = Target.open(path)) {
      try (TargetTree tree = new TargetTree(target.directory())) {
        makeAll(new EntryMaker(tree, ownership, omissions));
        return new ExtractedImage(reader.id(), manifest, omissions.warnings());
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        undo(target, e);
        throw e;
      }
    }
  }

  private static void undo(Target target, Throwable reason) {
    try {
      target.undo();
    } catch (SyscallException e) {
      reason.addSuppressed(e);
    }
  }

  private void makeAll(EntryMaker maker) throws IOException {
    for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      AciEntry entry = next.get();
      refuseIf(checker.check(entry));
      EntryPath path = EntryPath.of(entry.name());
      if (!path.isTop()) {
        make(maker, entry, path);
      }
    }
    refuseIf(checker.end().stream().findFirst());
    maker.finish();
  }

  private void make(EntryMaker maker, AciEntry entry, EntryPath path) throws IOException {
    EntryMaker.Content content = reader::readStored;
    if (path.toString().equals(AciLayout.MANIFEST)) {
      byte[] json = reader.readAll(AciLayout.MAX_MANIFEST_SIZE);
      manifest = ManifestCodec.read(json);
      content = new ByteArrayInputStream(json)::read;
      entry = new AciEntry.File(entry.name(), entry.attributes(), json.length);
    }
    maker.make(entry, path, content);
  }

  private static void refuseIf(Optional<Finding> finding) throws AciException {
    if (finding.isPresent()) {
      throw AciException.malformed(finding.get().message());
    }
  }
}
