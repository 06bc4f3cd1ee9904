package io.stage1kvm.stage0;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// A command that cannot be done. The message is one line for the user, possibly followed by a
/// `hint:` line.
final class Stage0Exception extends Exception {
  private static final long serialVersionUID = 1;

  /// rkt's exit status for its own failures, and so ours.
  static final int STATUS = 254;

  private Stage0Exception(String message, Throwable cause) {
    super(message, cause);
  }

  /// A message that is complete as it stands.
  static Stage0Exception of(String message) {
    return new Stage0Exception(message, null);
  }

  /// A message that is complete, with the cure on its own line.
  static Stage0Exception of(String message, String hint) {
    return new Stage0Exception(message + "\nhint: " + hint, null);
  }

  /// `cannot <what>: <reason>`.
  static Stage0Exception cannot(String what, String reason) {
    return new Stage0Exception("cannot " + what + ": " + reason, null);
  }

  /// `cannot <what>: <reason of the cause>`.
  static Stage0Exception cannot(String what, Throwable cause) {
    return new Stage0Exception("cannot " + what + ": " + reason(cause), cause);
  }

  /// What went wrong, without Java's class names.
  static String reason(Throwable cause) {
    return switch (cause) {
      case NoSuchFileException e -> e.getFile() + ": no such file or directory";
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      case FileAlreadyExistsException e -> e.getFile() + ": file exists";
      case FileSystemException e -> e.getFile() + ": " + reason(e);
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }

  private static String reason(FileSystemException e) {
    String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    return reason.toLowerCase(Locale.ROOT);
  }
}
