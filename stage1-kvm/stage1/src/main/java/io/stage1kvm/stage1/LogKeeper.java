package io.stage1kvm.stage1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/// Writes lines of one stream into an app's log as long as that is possible. A log that cannot be
/// written, on a full disk, is told once and holds up nobody: what the app writes is shown all the
/// same, and kept again when there is room.
final class LogKeeper {
  private final AppLog log;
  private final Consumer<IOException> onFailure;
  private boolean told;

  /// @param onFailure called with the first failure
  LogKeeper(AppLog log, Consumer<IOException> onFailure) {
    this.log = log;
    this.onFailure = onFailure;
  }

  void keep(ByteArrayOutputStream lines) {
    try {
      log.write(lines);
    } catch (IOException e) {
      if (!told) {
        told = true;
        onFailure.accept(e);
      }
    }
  }
}
