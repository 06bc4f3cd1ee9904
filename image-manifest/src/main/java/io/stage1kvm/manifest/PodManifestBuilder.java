package io.stage1kvm.manifest;

import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.ACVersion;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Extensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes pod manifests. What is unique is checked by `build`.
public final class PodManifestBuilder {
  private ACVersion acVersion = ACVersion.CURRENT;
  private List<RuntimeApp> apps = List.of();
  private List<Volume> volumes = List.of();
  private Isolators isolators = Isolators.NONE;
  private Annotations annotations = Annotations.NONE;
  private List<ExposedPort> ports = List.of();
  private Map<String, String> userAnnotations = Map.of();
  private Map<String, String> userLabels = Map.of();
  private Extensions extensions = Extensions.NONE;

  PodManifestBuilder() {}

  PodManifestBuilder(PodManifest manifest) {
    acVersion = manifest.acVersion();
    apps = manifest.apps();
    volumes = manifest.volumes();
    isolators = manifest.isolators();
    annotations = manifest.annotations();
    ports = manifest.ports();
    userAnnotations = manifest.userAnnotations();
    userLabels = manifest.userLabels();
    extensions = manifest.extensions();
  }

  public PodManifestBuilder acVersion(ACVersion version) {
    acVersion = version;
    return this;
  }

  public PodManifestBuilder apps(List<RuntimeApp> apps) {
    this.apps = List.copyOf(apps);
    return this;
  }

  /// Adds one app.
  public PodManifestBuilder app(RuntimeApp app) {
    List<RuntimeApp> longer = new ArrayList<>(apps);
    longer.add(app);
    return apps(longer);
  }

  public PodManifestBuilder volumes(List<? extends Volume> volumes) {
    this.volumes = List.copyOf(volumes);
    return this;
  }

  /// Adds one volume.
  public PodManifestBuilder volume(Volume volume) {
    List<Volume> longer = new ArrayList<>(volumes);
    longer.add(volume);
    return volumes(longer);
  }

  public PodManifestBuilder isolators(Isolators isolators) {
    this.isolators = isolators;
    return this;
  }

  public PodManifestBuilder annotations(Annotations annotations) {
    this.annotations = annotations;
    return this;
  }

  /// Sets one annotation.
  public PodManifestBuilder annotation(String name, String value) {
    return annotations(annotations.with(name, value));
  }

  public PodManifestBuilder ports(List<ExposedPort> ports) {
    this.ports = List.copyOf(ports);
    return this;
  }

  public PodManifestBuilder userAnnotations(Map<String, String> annotations) {
    userAnnotations = annotations;
    return this;
  }

  public PodManifestBuilder userLabels(Map<String, String> labels) {
    userLabels = labels;
    return this;
  }

  public PodManifestBuilder extensions(Extensions extensions) {
    this.extensions = extensions;
    return this;
  }

  public PodManifest build() {
    return new PodManifest(
        acVersion,
        apps,
        volumes,
        isolators,
        annotations,
        ports,
        userAnnotations,
        userLabels,
        extensions);
  }
}
