package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Extensions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One app of a pod (pods.md, `apps`). Without an `app` that of the image's manifest counts.
public record RuntimeApp(
    ACName name,
    RuntimeImage image,
    Optional<App> app,
    boolean readOnlyRootFS,
    List<Mount> mounts,
    Annotations annotations,
    Extensions extensions) {
  public RuntimeApp {
    Objects.requireNonNull(name);
    Objects.requireNonNull(image);
    Objects.requireNonNull(app);
    mounts = List.copyOf(mounts);
    Objects.requireNonNull(annotations);
    Objects.requireNonNull(extensions);
  }

  public RuntimeApp(ACName name, RuntimeImage image) {
    this(name, image, Optional.empty(), false, List.of(), Annotations.NONE, Extensions.NONE);
  }

  public RuntimeApp withName(ACName name) {
    return new RuntimeApp(name, image, app, readOnlyRootFS, mounts, annotations, extensions);
  }

  public RuntimeApp withApp(App app) {
    return new RuntimeApp(
        name, image, Optional.of(app), readOnlyRootFS, mounts, annotations, extensions);
  }

  public RuntimeApp withReadOnlyRootFS(boolean readOnly) {
    return new RuntimeApp(name, image, app, readOnly, mounts, annotations, extensions);
  }

  public RuntimeApp withMounts(List<Mount> mounts) {
    return new RuntimeApp(name, image, app, readOnlyRootFS, mounts, annotations, extensions);
  }

  public RuntimeApp withAnnotations(Annotations annotations) {
    return new RuntimeApp(name, image, app, readOnlyRootFS, mounts, annotations, extensions);
  }
}
