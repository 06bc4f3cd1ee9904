package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ACVersion;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes image manifests. Every part is checked when it is set.
public final class ImageManifestBuilder {
  private ACVersion acVersion = ACVersion.CURRENT;
  private ACIdentifier name;
  private Labels labels = Labels.NONE;
  private Optional<App> app = Optional.empty();
  private Annotations annotations = Annotations.NONE;
  private List<Dependency> dependencies = List.of();
  private List<AbsolutePath> pathWhitelist = List.of();
  private Extensions extensions = Extensions.NONE;

  ImageManifestBuilder(ACIdentifier name) {
    this.name = name;
  }

  ImageManifestBuilder(ImageManifest manifest) {
    acVersion = manifest.acVersion();
    name = manifest.name();
    labels = manifest.labels();
    app = manifest.app();
    annotations = manifest.annotations();
    dependencies = manifest.dependencies();
    pathWhitelist = manifest.pathWhitelist();
    extensions = manifest.extensions();
  }

  public ImageManifestBuilder acVersion(ACVersion version) {
    acVersion = version;
    return this;
  }

  public ImageManifestBuilder name(ACIdentifier name) {
    this.name = name;
    return this;
  }

  public ImageManifestBuilder labels(Labels labels) {
    this.labels = labels;
    return this;
  }

  /// Sets one label. The `os` comes before the `arch`.
  public ImageManifestBuilder label(String name, String value) {
    labels = labels.with(name, value);
    return this;
  }

  public ImageManifestBuilder app(App app) {
    this.app = Optional.of(app);
    return this;
  }

  public ImageManifestBuilder noApp() {
    app = Optional.empty();
    return this;
  }

  public ImageManifestBuilder annotations(Annotations annotations) {
    this.annotations = annotations;
    return this;
  }

  /// Sets one annotation.
  public ImageManifestBuilder annotation(String name, String value) {
    annotations = annotations.with(name, value);
    return this;
  }

  public ImageManifestBuilder dependencies(List<Dependency> dependencies) {
    this.dependencies = List.copyOf(dependencies);
    return this;
  }

  /// Adds one dependency, after those already there.
  public ImageManifestBuilder dependency(Dependency dependency) {
    List<Dependency> longer = new ArrayList<>(dependencies);
    longer.add(dependency);
    return dependencies(longer);
  }

  public ImageManifestBuilder pathWhitelist(List<AbsolutePath> paths) {
    pathWhitelist = List.copyOf(paths);
    return this;
  }

  public ImageManifestBuilder extensions(Extensions extensions) {
    this.extensions = extensions;
    return this;
  }

  public ImageManifest build() {
    return new ImageManifest(
        acVersion, name, labels, app, annotations, dependencies, pathWhitelist, extensions);
  }
}
