package io.stage1kvm.manifest.type;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/// An image whose files come before those of the image that names it (aci.md, `dependencies`).
/// `size` is in bytes of the archive as it is fetched.
public record Dependency(
    ACIdentifier imageName,
    Optional<ImageID> imageID,
    Labels labels,
    OptionalLong size,
    Extensions extensions) {
  public Dependency {
    Objects.requireNonNull(imageName);
    Objects.requireNonNull(imageID);
    Objects.requireNonNull(labels);
    Objects.requireNonNull(extensions);
    if (size.isPresent() && size.getAsLong() < 1) {
      throw InvalidValueException.of("size", size.getAsLong(), "be at least 1")
          .at("size")
          .breaking(ManifestRule.DEPENDENCY_SIZE);
    }
  }

  public Dependency(ACIdentifier imageName) {
    this(imageName, Optional.empty(), Labels.NONE, OptionalLong.empty(), Extensions.NONE);
  }

  public Dependency(ACIdentifier imageName, ImageID imageID) {
    this(imageName, Optional.of(imageID), Labels.NONE, OptionalLong.empty(), Extensions.NONE);
  }
}
