package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.ManifestRule;
import java.util.Objects;
import java.util.Optional;

/// A volume and the path inside an app's rootfs it is mounted on (pods.md, `mounts`): the pod's
/// volume of that name, or the inline `appVolume`.
public record Mount(ACName volume, String path, Optional<Volume> appVolume, Extensions extensions) {
  public Mount {
    Objects.requireNonNull(volume);
    Check.nonEmptyMember("path", path, ManifestRule.NOT_EMPTY_UNSEEN);
    Objects.requireNonNull(appVolume);
    Objects.requireNonNull(extensions);
  }

  public Mount(ACName volume, String path) {
    this(volume, path, Optional.empty(), Extensions.NONE);
  }

  public Mount(Volume appVolume, String path) {
    this(appVolume.name(), path, Optional.of(appVolume), Extensions.NONE);
  }
}
