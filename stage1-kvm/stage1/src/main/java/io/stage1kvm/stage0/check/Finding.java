package io.stage1kvm.stage0.check;

import java.util.Objects;

/// One point of a host.
///
/// @param point what was looked at
/// @param level how it stands
/// @param text what was found
/// @param hint what to do about it; empty if nothing is to be done
public record Finding(String point, Level level, String text, String hint) {
  /// How a point stands.
  public enum Level {
    /// As it should be.
    OK,
    /// Pods run, but not as well as they could.
    WARN,
    /// Pods cannot run.
    FAIL
  }

  /// Checks that nothing is missing.
  public Finding {
    Objects.requireNonNull(point, "point");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(hint, "hint");
  }

  static Finding ok(String point, String text) {
    return new Finding(point, Level.OK, text, "");
  }

  static Finding warn(String point, String text, String hint) {
    return new Finding(point, Level.WARN, text, hint);
  }

  static Finding fail(String point, String text, String hint) {
    return new Finding(point, Level.FAIL, text, hint);
  }
}
