package io.stage1kvm.pod;

import java.nio.file.Path;
import java.util.Optional;

/// A directory or file of the host that apps of the pod mount.
///
/// @param name unique in the pod; the guest finds the content by it
/// @param source on the host
/// @param readOnly whether every use is read-only: then the host refuses writes, not only the guest
/// @param recursive whether mounts below the source come along
/// @param empty how to make the source, for an `empty` volume
public record PodVolume(
    String name, Path source, boolean readOnly, boolean recursive, Optional<Empty> empty) {
  /// A directory that is made with the pod.
  ///
  /// @param mode permission bits
  /// @param content a directory whose content, mode and owner it takes over, if it exists
  public record Empty(int mode, long uid, long gid, Optional<Path> content) {}
}
