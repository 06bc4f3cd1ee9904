package io.stage1kvm.pod;

/// Where the guest finds what the host shares with it.
final class GuestPaths {
  private GuestPaths() {}

  /// The root file system of an app.
  static String rootfs(String app) {
    return "/share/apps/" + app + "/rootfs";
  }

  /// The content of a volume.
  static String volume(String name) {
    return "/share/volumes/" + name;
  }

  /// A file that the pod's plan writes into the guest's own root.
  static String file(String name) {
    return "/files/" + name;
  }
}
