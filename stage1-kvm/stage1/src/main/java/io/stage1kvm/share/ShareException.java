package io.stage1kvm.share;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.ErrnoText;
import java.nio.file.Path;

/// A part of the shared tree that could not be made or removed.
public final class ShareException extends Exception {

  private static final long serialVersionUID = 1L;

  private ShareException(String message, Throwable cause) {
    super(message, cause);
  }

  /// In words that users of rkt look for.
  static ShareException missing(String what, String name, Path source, SyscallException cause) {
    return new ShareException(
        "cannot share %s '%s': Failed to stat %s: %s"
            .formatted(what, name, source, ErrnoText.strerror(cause.errno())),
        cause);
  }

  static ShareException cannot(String verb, String what, String name, Exception cause) {
    return new ShareException(
        "cannot %s %s '%s': %s".formatted(verb, what, name, cause.getMessage()), cause);
  }
}
