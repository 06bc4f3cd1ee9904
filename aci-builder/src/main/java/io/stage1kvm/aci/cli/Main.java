package io.stage1kvm.aci.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The `aci` command.
public final class Main {
  private static final int FAILURE = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int code = run(new Terminal(out, err, System.getenv()), args);
    err.flush();
    System.exit(code);
  }

  /// Names are UTF-8 whatever the locale says.
  private static PrintStream utf8(FileDescriptor fd) {
    return new PrintStream(new FileOutputStream(fd), false, StandardCharsets.UTF_8);
  }

  static int run(Terminal terminal, String... args) {
    CommandLine line = commandLine(terminal);
    line.setOut(new PrintWriter(terminal.out(), true));
    line.setErr(new PrintWriter(terminal.err(), true));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(failure, terminal, parsed));
    line.setParameterExceptionHandler((failure, given) -> misused(failure, terminal));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    int code = line.execute(args);
    if (terminal.out().checkError() && code == 0) {
      terminal.fail("cannot write to standard output");
      return FAILURE;
    }
    return code;
  }

  private static CommandLine commandLine(Terminal terminal) {
    CommandLine line = new CommandLine(new AciCommand());
    Map<String, Object> commands =
        Map.of(
            "build", new BuildCommand(terminal),
            "validate", new ValidateCommand(terminal),
            "cat-manifest", new CatManifestCommand(terminal),
            "extract", new ExtractCommand(terminal),
            "id", new IdCommand(terminal));
    commands.forEach(line::addSubcommand);
    return line;
  }

  private static int misused(ParameterException failure, Terminal terminal) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.fail(lowerCase(failure.getMessage()));
    terminal.err().println("hint: see '%s --help'".formatted(command));
    return WRONG_USAGE;
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
    CommandSpec root = parsed.commandSpec().root();
    if (((AciCommand) root.userObject()).debug()) {
      failure.printStackTrace(terminal.err());
    }
    return FAILURE;
  }
}
