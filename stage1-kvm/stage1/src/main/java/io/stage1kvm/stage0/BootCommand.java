package io.stage1kvm.stage0;

import io.stage1kvm.boot.Boot;
import io.stage1kvm.boot.BootFlags;
import io.stage1kvm.boot.Main;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import java.nio.file.Path;

/// `boot`: any kernel in our own monitor, without a pod. For whoever measures or tries the monitor.
record BootCommand() implements Command {
  @Override
  public String name() {
    return "boot";
  }

  @Override
  public String synopsis() {
    return "[FLAGS] KERNEL";
  }

  @Override
  public String summary() {
    return "Boot any kernel (ELF or bzImage) in the own monitor";
  }

  @Override
  public FlagSet flags() {
    return BootFlags.SET;
  }

  @Override
  public String moreHelp() {
    return """

        The guest's console is standard input and output. Exit status: 0 the guest has switched itself
        off, 250 it has asked for a reset (as kernels do that panic), 251 triple fault, 252 KVM cannot
        run it, 253 it has broken a device's rules, 254 any other failure. SIGTERM ends the machine.
        """;
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, InterruptedException {
    Path library = Path.of(System.getProperty("io.stage1kvm.lib", ""));
    return Boot.run(line, library, Main.ofProcess(session.err()));
  }
}
