package io.stage1kvm.manifest;

import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.ACVersion;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// A list of apps that run together (pods.md, Pod Manifest Schema): a template, or what is to be
/// run once every app has an image ID. Apps and volumes have unique names. A pod without apps is
/// one whose apps come later.
public record PodManifest(
    ACVersion acVersion,
    List<RuntimeApp> apps,
    List<Volume> volumes,
    Isolators isolators,
    Annotations annotations,
    List<ExposedPort> ports,
    Map<String, String> userAnnotations,
    Map<String, String> userLabels,
    Extensions extensions)
    implements Manifest {
  public PodManifest {
    Objects.requireNonNull(acVersion);
    apps = unique("apps", "app", apps, RuntimeApp::name);
    volumes = unique("volumes", "volume", volumes, Volume::name);
    Objects.requireNonNull(isolators);
    Objects.requireNonNull(annotations);
    ports = List.copyOf(ports);
    userAnnotations = Check.texts("user annotation", userAnnotations);
    userLabels = Check.texts("user label", userLabels);
    Objects.requireNonNull(extensions);
  }

  public static PodManifestBuilder builder() {
    return new PodManifestBuilder();
  }

  public PodManifestBuilder toBuilder() {
    return new PodManifestBuilder(this);
  }

  @Override
  public ACKind acKind() {
    return ACKind.POD_MANIFEST;
  }

  public Optional<RuntimeApp> app(ACName name) {
    for (RuntimeApp app : apps) {
      if (app.name().equals(name)) {
        return Optional.of(app);
      }
    }
    return Optional.empty();
  }

  public Optional<Volume> volume(ACName name) {
    for (Volume volume : volumes) {
      if (volume.name().equals(name)) {
        return Optional.of(volume);
      }
    }
    return Optional.empty();
  }

  public Optional<String> annotation(String name) {
    return annotations.get(name);
  }

  private static <T> List<T> unique(
      String field, String what, List<T> list, Function<T, ACName> name) {
    try {
      return Check.unique(what, list, name);
    } catch (InvalidValueException e) {
      throw e.at(field, e.at().getFirst(), "name");
    }
  }
}
