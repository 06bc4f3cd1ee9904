package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.MachineException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Programs of the host, looked for before they are started, for the sake of a clear error.
public final class Programs {

  private Programs() {}

  /// Finds a program by its path or, if it is a bare name, in the directories of `PATH`.
  ///
  /// @param hint what to do when it is not there
  public static String find(String program, String path, String hint) throws MachineException {
    if (program.contains("/")) {
      if (!Files.isExecutable(Path.of(program))) {
        throw MachineException.missingProgram(program, "no such executable file", hint);
      }
      return program;
    }
    for (String directory : path.split(":")) {
      Path candidate = Path.of(directory.isEmpty() ? "." : directory, program);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return candidate.toString();
      }
    }
    throw MachineException.missingProgram(program, "it is in no directory of PATH", hint);
  }
}
