package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.ACVersion;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What an image is and how it is executed (aci.md, Image Manifest Schema). An empty
/// `pathWhitelist` means all files.
public record ImageManifest(
    ACVersion acVersion,
    ACIdentifier name,
    Labels labels,
    Optional<App> app,
    Annotations annotations,
    List<Dependency> dependencies,
    List<AbsolutePath> pathWhitelist,
    Extensions extensions)
    implements Manifest {
  public ImageManifest {
    Objects.requireNonNull(acVersion);
    Objects.requireNonNull(name);
    Objects.requireNonNull(labels);
    Objects.requireNonNull(app);
    Objects.requireNonNull(annotations);
    dependencies = List.copyOf(dependencies);
    pathWhitelist = List.copyOf(pathWhitelist);
    Objects.requireNonNull(extensions);
  }

  public static ImageManifestBuilder builder(String name) {
    return new ImageManifestBuilder(new ACIdentifier(name));
  }

  public ImageManifestBuilder toBuilder() {
    return new ImageManifestBuilder(this);
  }

  @Override
  public ACKind acKind() {
    return ACKind.IMAGE_MANIFEST;
  }

  public Optional<String> label(String name) {
    return labels.get(name);
  }

  public Optional<String> annotation(String name) {
    return annotations.get(name);
  }
}
