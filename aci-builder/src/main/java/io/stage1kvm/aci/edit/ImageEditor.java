package io.stage1kvm.aci.edit;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.AciWriter;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.build.AtomicOutput;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.LayoutChecker;
import io.stage1kvm.aci.layout.ManifestCodec;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Copies an image under another manifest, in one pass. Files, their order and attributes stay.
public final class ImageEditor {
  private final Change change;
  private final LayoutChecker checker = new LayoutChecker();

  private interface Change {
    byte[] apply(byte[] manifest) throws AciException;
  }

  private ImageEditor(Change change) {
    this.change = change;
  }

  /// The manifest with some changes.
  public static ImageEditor patch(ManifestPatch patch) {
    return new ImageEditor(
        json -> {
          try {
            return ManifestCodec.write(patch.apply(ManifestCodec.read(json)));
          } catch (InvalidValueException e) {
            throw AciException.malformed(e.getMessage(), e);
          }
        });
  }

  /// Another manifest, which is checked and written as it stands.
  public static ImageEditor replaceManifest(byte[] manifest) throws AciException {
    ManifestCodec.read(manifest);
    byte[] copy = manifest.clone();
    return new ImageEditor(json -> copy);
  }

  /// Writes the new image, which may take the old one's place. It appears when it is whole.
  ///
  /// @param compression empty for that of the old image
  /// @return the new image's ID
  /// @throws AciException also if the image breaks a rule of the layout
  public ImageID copy(Path image, Path output, Optional<Compression> compression, boolean overwrite)
      throws AciException {
    return copy(image, output, compression, overwrite, SizeLimit.DEFAULT);
  }

  /// As [#copy(Path, Path, Optional, boolean)], with another bound on what the old image may
  /// decompress to.
  public ImageID copy(
      Path image,
      Path output,
      Optional<Compression> compression,
      boolean overwrite,
      SizeLimit limit)
      throws AciException {
    try (AciReader reader = AciReader.open(image, limit);
        AtomicOutput target = AtomicOutput.create(output, overwrite)) {
      Compression used = compression.orElse(reader.compression());
      ImageID id;
      try (AciWriter writer = new AciWriter(target.stream(), used, used.defaultLevel())) {
        copyEntries(reader, writer);
        id = writer.finish();
      }
      target.commit();
      return id;
    } catch (IOException e) {
      throw AciException.cannot("edit", "image", image.toString(), e);
    }
  }

  private void copyEntries(AciReader reader, AciWriter writer) throws IOException {
    for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      AciEntry entry = next.get();
      refuse(checker.check(entry).map(List::of).orElse(List.of()));
      if (!(entry instanceof AciEntry.File file)) {
        writer.put(entry);
      } else if (EntryPath.of(file.name()).toString().equals(AciLayout.MANIFEST)) {
        byte[] changed = change.apply(reader.readAll(AciLayout.MAX_MANIFEST_SIZE));
        writer.put(
            new AciEntry.File(file.name(), file.attributes(), changed.length),
            new ByteArrayInputStream(changed));
      } else {
        writer.put(file, reader.content());
      }
    }
    refuse(checker.end());
  }

  private static void refuse(List<Finding> findings) throws AciException {
    if (!findings.isEmpty()) {
      throw AciException.malformed(findings.getFirst().message());
    }
  }
}
