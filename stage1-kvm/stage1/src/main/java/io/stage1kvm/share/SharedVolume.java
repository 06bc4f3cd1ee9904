package io.stage1kvm.share;

import java.nio.file.Path;
import java.util.Objects;

/// A directory or file of the host that the guest sees.
///
/// @param name unique in the pod
/// @param source symbolic links in it are followed
/// @param readOnly the host refuses writes, whatever the guest does
/// @param recursive what is mounted below the source comes along, read-only too if the volume is
public record SharedVolume(String name, Path source, boolean readOnly, boolean recursive) {

  public SharedVolume {
    Names.require("volume", name);
    Objects.requireNonNull(source, "source");
  }

  /// Where the guest finds it.
  public String guestPath() {
    return PodShare.GUEST_MOUNT_POINT + "/volumes/" + name;
  }
}
