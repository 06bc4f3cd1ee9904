package io.stage1kvm.machine;

import java.util.List;

/// A virtiofsd and which of the two it is: they take other options.
///
/// @param command the program, perhaps behind its own loader, without options
public record Virtiofsd(List<String> command, Kind kind) {

  /// The two implementations.
  public enum Kind {
    /// Part of QEMU up to 7.2: options in `-o`.
    C,
    /// The one of today: `--shared-dir` and so on.
    RUST
  }

  public Virtiofsd {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command '' must name a program");
    }
  }

  /// Tells the kind from what `--version` prints: only the one in C names the FUSE interface of its
  /// kernel headers.
  public static Kind kindOf(String version) {
    return version.contains("FUSE kernel interface") ? Kind.C : Kind.RUST;
  }
}
