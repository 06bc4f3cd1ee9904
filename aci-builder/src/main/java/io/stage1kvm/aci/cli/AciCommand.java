package io.stage1kvm.aci.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command above the commands.
@Command(
    name = "aci",
    description = "Builds, checks and extracts App Container Images.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = AciCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {"", "Exit codes: 0 done, 1 findings or a failure, 2 wrong usage."})
final class AciCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      description = "Show where in the program a failure came up.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean debug;

  @Option(
      names = Progress.QUIET,
      description = "Show no progress, not even on a terminal.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean quiet;

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /// The version of the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = AciCommand.class.getPackage().getImplementationVersion();
      return new String[] {"aci " + (version == null ? "(not packaged)" : version)};
    }
  }
}
