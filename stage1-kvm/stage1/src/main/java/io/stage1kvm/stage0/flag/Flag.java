package io.stage1kvm.stage0.flag;

import java.util.Objects;

/// A flag of a command, in the syntax that rkt's commands have: `--name`, `--name=value`,
/// `--name value`.
///
/// @param name without the dashes
/// @param kind whether it takes a value
/// @param placeholder what the value is called in the help; for [Kind#OPTIONAL] also the value of
///     the flag given alone
/// @param help one line
public record Flag(String name, Kind kind, String placeholder, String help) {
  /// Whether a flag takes a value.
  public enum Kind {
    /// `--name` or `--name=true|false`.
    TOGGLE,
    /// `--name=value` or `--name value`.
    VALUE,
    /// `--name` alone or `--name=value`; the next word is never its value.
    OPTIONAL
  }

  /// Checks that nothing is missing.
  public Flag {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(placeholder, "placeholder");
    Objects.requireNonNull(help, "help");
  }

  /// A flag without a value.
  public static Flag toggle(String name, String help) {
    return new Flag(name, Kind.TOGGLE, "", help);
  }

  /// A flag with a value.
  public static Flag value(String name, String placeholder, String help) {
    return new Flag(name, Kind.VALUE, placeholder, help);
  }

  /// A flag that stands for `alone` when it is given without a value.
  public static Flag optional(String name, String alone, String help) {
    return new Flag(name, Kind.OPTIONAL, alone, help);
  }

  /// How the help shows the flag.
  String shown() {
    return switch (kind) {
      case TOGGLE -> "--" + name;
      case VALUE -> "--" + name + "=" + placeholder;
      case OPTIONAL -> "--" + name + "[=" + placeholder + "]";
    };
  }
}
