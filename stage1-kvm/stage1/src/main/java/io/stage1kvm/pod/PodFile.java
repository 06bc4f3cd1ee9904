package io.stage1kvm.pod;

import io.stage1kvm.guest.message.GuestOp;

/// A small text file that the pod's apps see: hosts, hostname, resolv.conf.
///
/// @param name its name among the pod's files
/// @param path where apps see it
/// @param text its content
public record PodFile(String name, String path, String text) {
  String guestPath() {
    return GuestPaths.file(name);
  }

  /// Writes it into the guest's own root, from where it is bound into the apps.
  GuestOp write() {
    return new GuestOp.WriteFile(guestPath(), 0644, text, false);
  }
}
