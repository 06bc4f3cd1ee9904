package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Extensions;
import java.util.Objects;
import java.util.Optional;

/// A file or directory of the host. If `recursive` is not given, mounts below it are seen too.
public record HostVolume(
    ACName name,
    AbsolutePath source,
    Optional<Boolean> readOnly,
    Optional<Boolean> recursive,
    Extensions extensions)
    implements Volume {
  public HostVolume {
    Objects.requireNonNull(name);
    Objects.requireNonNull(source);
    Objects.requireNonNull(readOnly);
    Objects.requireNonNull(recursive);
    Objects.requireNonNull(extensions);
  }

  public HostVolume(String name, String source) {
    this(
        new ACName(name),
        new AbsolutePath(source),
        Optional.empty(),
        Optional.empty(),
        Extensions.NONE);
  }
}
