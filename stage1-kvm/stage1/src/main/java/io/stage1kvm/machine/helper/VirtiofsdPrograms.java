package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.Virtiofsd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The virtiofsd of the host.
public final class VirtiofsdPrograms {

  /// The one of today, then the one in C, as Debian has them.
  private static final List<String> PLACES =
      List.of("/usr/libexec/virtiofsd", "/usr/lib/virtiofsd", "/usr/lib/qemu/virtiofsd");

  private VirtiofsdPrograms() {}

  /// The one that is installed.
  public static Virtiofsd installed() throws MachineException {
    for (String place : PLACES) {
      if (Files.isExecutable(Path.of(place))) {
        return ask(place);
      }
    }
    throw MachineException.missingProgram(
        "virtiofsd", "it is at none of " + String.join(", ", PLACES), FileServers.HINT);
  }

  /// A program of that name, which is asked which of the two it is.
  public static Virtiofsd ask(String program) throws MachineException {
    try {
      Process asked = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      asked.getOutputStream().close();
      String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Virtiofsd(List.of(program), Virtiofsd.kindOf(version));
    } catch (IOException e) {
      throw MachineException.cannotAsk("virtiofsd '" + program + "'", e);
    }
  }
}
