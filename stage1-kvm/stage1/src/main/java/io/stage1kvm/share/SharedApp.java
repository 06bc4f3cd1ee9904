package io.stage1kvm.share;

import java.nio.file.Path;
import java.util.Objects;

/// An app whose root file system the guest sees.
///
/// @param rootfs a directory; what is mounted below it comes along
public record SharedApp(String name, Path rootfs) {

  public SharedApp {
    Names.require("app", name);
    Objects.requireNonNull(rootfs, "rootfs");
  }

  /// Where the guest finds it.
  public String guestPath() {
    return PodShare.GUEST_MOUNT_POINT + "/apps/" + name + "/rootfs";
  }
}
