package io.stage1kvm.aci.store;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.Label;
import io.stage1kvm.manifest.type.Labels;
import java.nio.file.Path;
import java.time.Instant;

/// An image whose ID is known.
///
/// @param id of all 512 bits
/// @param manifest valid
/// @param file the image
/// @param added when it came into the store
public record StoredImage(ImageID id, ImageManifest manifest, Path file, Instant added) {
  /// An image that lies outside of a store.
  public static StoredImage ofFile(Path file, SizeLimit limit) throws AciException {
    ImageID id = AciImage.id(file, limit);
    return new StoredImage(id, AciImage.manifest(file, limit), file, Instant.EPOCH);
  }

  /// Whether it has the name and at least these labels (aci.md, "Dependency Matching").
  public boolean matches(ACIdentifier name, Labels labels) {
    return manifest.name().equals(name)
        && labels.list().stream().allMatch(label -> hasLabel(label));
  }

  private boolean hasLabel(Label label) {
    return manifest.label(label.name().value()).filter(label.value()::equals).isPresent();
  }
}
