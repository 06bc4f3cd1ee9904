package io.stage1kvm.pod;

/// A pod that cannot be compiled into a plan: its manifests, its files and this host do not fit
/// together.
/// The message names the app.
public final class PodException extends Exception {
  private static final long serialVersionUID = 1;

  private PodException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Something in an app's manifest or root file system does not fit.
  static PodException app(String app, String message) {
    return new PodException("app '" + app + "': " + message, null);
  }

  /// The pod as a whole does not fit.
  static PodException pod(String message) {
    return new PodException(message, null);
  }

  /// A file could not be read.
  static PodException unreadable(Object file, Exception cause) {
    return new PodException("cannot read '" + file + "': " + cause.getMessage(), cause);
  }
}
