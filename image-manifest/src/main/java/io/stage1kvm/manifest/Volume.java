package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Extensions;
import java.util.Optional;

/// Files that apps of a pod mount (pods.md, `volumes`).
public sealed interface Volume permits EmptyVolume, HostVolume {
  ACName name();

  /// If not given, the mount point decides.
  Optional<Boolean> readOnly();

  /// As a command line has it: `data,kind=host,source=/srv/data,readOnly=true`.
  static Volume parse(String text) {
    return VolumeText.parse(text);
  }

  Extensions extensions();
}
