package io.stage1kvm.machine;

import java.nio.file.Path;

/// A machine that could not be started. The text may have a second line with a hint.
public final class MachineException extends Exception {

  private static final long serialVersionUID = 1L;

  private MachineException(String message, Throwable cause) {
    super(message, cause);
  }

  /// A program that is not on this host.
  public static MachineException missingProgram(String program, String reason, String hint) {
    return new MachineException(
        "cannot find program '" + program + "': " + reason + "\nhint: " + hint, null);
  }

  /// One of the machine's processes or files could not be made.
  public static MachineException cannotStart(String what, String reason, Throwable cause) {
    return new MachineException("cannot start " + what + ": " + reason, cause);
  }

  /// A program that does not tell its version.
  public static MachineException cannotAsk(String program, Throwable cause) {
    String message = "cannot ask " + program + " for its version: " + cause.getMessage();
    return new MachineException(message, cause);
  }

  /// A file that the machine needs.
  public static MachineException missingFile(String what, Path file) {
    return new MachineException("cannot read " + what + " '" + file + "': no such file", null);
  }

  /// Parameters that would hide those that QEMU appends.
  public static MachineException badKernelParameters(String parameters) {
    return new MachineException(
        "kernel parameters '"
            + parameters
            + "' must not contain '--'\n"
            + "hint: the kernel passes NAME=VALUE that it does not know to /init as environment",
        null);
  }

  static MachineException hypervisor(String wanted, String reason, String hint) {
    return new MachineException(
        "cannot use hypervisor '" + wanted + "': " + reason + "\nhint: " + hint, null);
  }
}
