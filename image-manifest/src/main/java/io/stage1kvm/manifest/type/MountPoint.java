package io.stage1kvm.manifest.type;

import java.util.Objects;

/// A place where an app expects a volume (aci.md, `mountPoints`). The path is one inside the
/// rootfs; it may be written without its leading `/`.
public record MountPoint(ACName name, String path, boolean readOnly, Extensions extensions) {
  public MountPoint {
    Objects.requireNonNull(name);
    Objects.requireNonNull(extensions);
    Check.nonEmptyMember("path", path, ManifestRule.NOT_EMPTY_UNSEEN);
  }

  public MountPoint(String name, String path, boolean readOnly) {
    this(new ACName(name), path, readOnly, Extensions.NONE);
  }
}
