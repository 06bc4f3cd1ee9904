package io.stage1kvm.aci.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Commands with options, parsed by picocli.
final class OptionArguments {
  private OptionArguments() {}

  static int run(Terminal terminal, String... args) {
    CommandLine line = new CommandLine(new AciCommand());
    line.addSubcommand("build", new BuildCommand(terminal))
        .addSubcommand("validate", new ValidateCommand(terminal))
        .addSubcommand("schema", new SchemaCommand(terminal))
        .addSubcommand("cat-manifest", new CatManifestCommand(terminal))
        .addSubcommand("extract", new ExtractCommand(terminal))
        .addSubcommand("render", new RenderCommand(terminal))
        .addSubcommand("id", new IdCommand(terminal))
        .addSubcommand("convert", new ConvertCommand(terminal))
        .addSubcommand("sign", new SignCommand(terminal))
        .addSubcommand("verify", new VerifyCommand(terminal))
        .addSubcommand("discover", new DiscoverCommand(terminal))
        .addSubcommand("fetch", new FetchCommand(terminal))
        .addSubcommand("ls", new LsCommand(terminal))
        .addSubcommand("diff", new DiffCommand(terminal))
        .addSubcommand("patch-manifest", new PatchManifestCommand(terminal))
        .addSubcommand("completion", new CompletionCommand(terminal))
        .addSubcommand("man-pages", new ManCommand())
        .setOut(new PrintWriter(terminal.out(), true))
        .setErr(new PrintWriter(terminal.err(), true))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((failure, given) -> misused(failure, terminal))
        .setExecutionExceptionHandler((failure, at, parsed) -> failed(failure, terminal, parsed));
    return line.execute(args);
  }

  private static int misused(ParameterException failure, Terminal terminal) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.fail(lowerCase(failure.getMessage()));
    terminal.err().println("hint: see '%s --help'".formatted(command));
    return Main.WRONG_USAGE;
  }

  /// Picocli begins its sentences with a capital; names in capitals stay as they are.
  private static String lowerCase(String message) {
    boolean sentence = message.length() > 1 && Character.isLowerCase(message.charAt(1));
    return sentence ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
  }

  private static int failed(Exception failure, Terminal terminal, ParseResult parsed)
      throws Exception {
    if (!(failure instanceof IOException)) {
      throw failure;
    }
    terminal.fail(failure.getMessage());
    if (((AciCommand) parsed.commandSpec().root().userObject()).debug()) {
      failure.printStackTrace(terminal.err());
    }
    return Main.FAILURE;
  }
}
