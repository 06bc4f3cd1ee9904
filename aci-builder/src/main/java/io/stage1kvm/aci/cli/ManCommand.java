package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "man-pages",
    hidden = true,
    description = "Write the manual pages of this command and all its commands to a directory.")
final class ManCommand implements Callable<Integer> {
  private static final String SECTION = ".1";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIRECTORY", description = "It is made if it is not there.")
  private Path directory;

  @Override
  public Integer call() throws AciException {
    CommandLine root = spec.root().commandLine();
    try {
      Files.createDirectories(directory);
      write(root);
      for (CommandLine command : root.getSubcommands().values()) {
        if (!command.getCommandSpec().usageMessage().hidden()) {
          write(command);
        }
      }
      return 0;
    } catch (IOException e) {
      throw AciException.cannot("write", "manual pages", directory.toString(), e);
    }
  }

  private void write(CommandLine command) throws IOException {
    String name = command.getCommandSpec().qualifiedName("-");
    Files.writeString(directory.resolve(name + SECTION), ManPage.of(command));
  }
}
