package io.stage1kvm.vmm.arch.x86;

/// A machine cannot be set up as asked: a kernel that is none, an initramfs that does not fit. The
/// text is for the user, a second line `hint: …` says what to do.
public final class BootException extends Exception {

  private static final long serialVersionUID = 1L;

  private BootException(String message) {
    super(message);
  }

  /// A kernel that cannot be used.
  static BootException kernel(String name, String reason) {
    return new BootException("cannot load kernel '" + name + "': " + reason);
  }

  /// A kernel that cannot be used, and what to do about it.
  static BootException kernel(String name, String reason, String hint) {
    return new BootException("cannot load kernel '" + name + "': " + reason + "\nhint: " + hint);
  }

  static BootException initramfs(String name, String reason) {
    return new BootException("cannot load initramfs '" + name + "': " + reason);
  }

  static BootException initramfs(String name, String reason, String hint) {
    return new BootException("cannot load initramfs '" + name + "': " + reason + "\nhint: " + hint);
  }

  static BootException commandLine(String rule) {
    return new BootException("kernel command line must " + rule);
  }
}
