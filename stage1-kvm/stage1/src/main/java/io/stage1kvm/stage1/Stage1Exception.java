package io.stage1kvm.stage1;

/// A pod that cannot be started, entered, stopped or cleaned up. The message is one line for the
/// operator, possibly followed by a `hint:` line. rkt's own failures, and so ours, end with status
/// 254.
public final class Stage1Exception extends Exception {
  private static final long serialVersionUID = 1;

  /// The exit status of every failure that is not an app's.
  public static final int STATUS = 254;

  /// The exit status when the guest has broken the rules of a device.
  public static final int GUEST_FAULT = 253;

  private final int status;

  private Stage1Exception(String message, Throwable cause) {
    this(message, cause, STATUS);
  }

  private Stage1Exception(String message, Throwable cause, int status) {
    super(message, cause);
    this.status = status;
  }

  /// What the process ends with.
  int status() {
    return status;
  }

  static Stage1Exception guestFault(String message) {
    return new Stage1Exception(
        "the guest broke the rules of a device and was stopped: " + message, null, GUEST_FAULT);
  }

  static Stage1Exception usage(String message) {
    return new Stage1Exception(message, null);
  }

  static Stage1Exception cannot(String what, String reason) {
    return new Stage1Exception("cannot " + what + ": " + reason, null);
  }

  static Stage1Exception cannot(String what, Throwable cause) {
    return new Stage1Exception("cannot " + what + ": " + reason(cause), cause);
  }

  /// A flag of rkt's that has no meaning for a virtual machine, or none yet.
  static Stage1Exception unsupported(String what, String hint) {
    return new Stage1Exception(what + " is not supported\nhint: " + hint, null);
  }

  /// A message that is complete as it stands.
  static Stage1Exception of(String message) {
    return new Stage1Exception(message, null);
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case java.nio.file.NoSuchFileException e -> e.getFile() + ": no such file or directory";
      case java.nio.file.AccessDeniedException e -> e.getFile() + ": permission denied";
      case java.nio.file.FileAlreadyExistsException e -> e.getFile() + ": file exists";
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
