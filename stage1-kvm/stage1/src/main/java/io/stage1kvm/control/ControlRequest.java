package io.stage1kvm.control;

import java.util.List;
import java.util.Optional;

/// What a client asks of a pod's supervisor.
public sealed interface ControlRequest {
  /// Streams of an [Enter], seen from the program: standard input, output and error. With a
  /// terminal
  /// all output is on [#STDOUT].
  int STDIN = 1;

  int STDOUT = 2;

  int STDERR = 3;

  /// Runs a program in an app, or outside of all apps when none is named.
  ///
  /// @param argv the program and its arguments
  /// @param terminal if it is to have one
  record Enter(Optional<String> app, List<String> argv, Optional<Terminal> terminal)
      implements ControlRequest {
    /// Checks and copies.
    public Enter {
      argv = List.copyOf(argv);
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("argv must not be empty");
      }
    }
  }

  /// A terminal's size and what TERM says of it.
  record Terminal(int rows, int columns, String term) {}

  /// The client's window has a new size.
  record Resize(int rows, int columns) implements ControlRequest {}

  /// Ends the pod; with force at once.
  record Stop(boolean force) implements ControlRequest {}
}
