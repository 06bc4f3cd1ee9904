package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.Labels;
import java.util.Objects;
import java.util.Optional;

/// The image of an app (pods.md, `image`). Only a template may lack the ID.
public record RuntimeImage(
    Optional<ACIdentifier> name, Optional<ImageID> id, Labels labels, Extensions extensions) {
  public RuntimeImage {
    Objects.requireNonNull(name);
    Objects.requireNonNull(id);
    Objects.requireNonNull(labels);
    Objects.requireNonNull(extensions);
  }

  public RuntimeImage(ImageID id) {
    this(Optional.empty(), Optional.of(id), Labels.NONE, Extensions.NONE);
  }

  public RuntimeImage(ACIdentifier name, ImageID id, Labels labels) {
    this(Optional.of(name), Optional.of(id), labels, Extensions.NONE);
  }
}
