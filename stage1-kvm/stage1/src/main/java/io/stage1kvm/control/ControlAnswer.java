package io.stage1kvm.control;

/// What the supervisor says to a client.
public sealed interface ControlAnswer {
  /// The request is being carried out.
  record Accepted() implements ControlAnswer {}

  /// The request cannot be carried out.
  record Refused(String reason) implements ControlAnswer {}

  /// The program of an enter has ended; all it wrote was sent before.
  ///
  /// @param status as a shell has it: 128 and the signal's number for one that was killed
  record Exited(int status) implements ControlAnswer {}

  /// The program of an enter could not be started.
  ///
  /// @param status as a shell has it: 127 if there is none, 126 otherwise
  record Failed(String reason, int status) implements ControlAnswer {}
}
