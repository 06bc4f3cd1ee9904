package io.stage1kvm.aci.layout;

/// Which extended attributes belong to an image: those that mean the same on every host.
///
/// Left out are labels of the host (`security.selinux`, `security.ima`, …) and everything that
/// overlayfs takes as an order (`trusted.overlay.*`, `user.overlay.*`): an image that carried
/// `redirect` could show other parts of the layers below it.
public final class PortableXattrs {
  private static final String USER = "user.";
  private static final String USER_OVERLAY = "user.overlay.";

  private PortableXattrs() {}

  /// @return whether an image may carry the attribute; others are neither stored nor set
  public static boolean contains(String name) {
    return switch (name) {
      case "security.capability", "system.posix_acl_access", "system.posix_acl_default" -> true;
      default -> name.startsWith(USER) && !name.startsWith(USER_OVERLAY);
    };
  }
}
