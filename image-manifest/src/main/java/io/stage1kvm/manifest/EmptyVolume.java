package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.FileMode;
import io.stage1kvm.manifest.type.ManifestRule;
import java.util.Objects;
import java.util.Optional;

/// A directory that is made with the pod and goes with it. `recursive` says nothing here, but is
/// allowed and kept.
public record EmptyVolume(
    ACName name,
    Optional<Boolean> readOnly,
    Optional<Boolean> recursive,
    FileMode mode,
    long uid,
    long gid,
    Extensions extensions)
    implements Volume {
  public static final FileMode DEFAULT_MODE = new FileMode(0755);

  public EmptyVolume {
    Objects.requireNonNull(name);
    Objects.requireNonNull(readOnly);
    Objects.requireNonNull(recursive);
    Objects.requireNonNull(mode);
    Check.rangeMember("uid", uid, 0, Check.MAX_ID, ManifestRule.ID_RANGE);
    Check.rangeMember("gid", gid, 0, Check.MAX_ID, ManifestRule.ID_RANGE);
    Objects.requireNonNull(extensions);
  }

  public EmptyVolume(String name) {
    this(new ACName(name), Optional.empty(), Optional.empty(), DEFAULT_MODE, 0, 0, Extensions.NONE);
  }
}
