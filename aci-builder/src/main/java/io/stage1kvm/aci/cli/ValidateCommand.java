package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.validate.Judged;
import io.stage1kvm.aci.validate.Judgement;
import io.stage1kvm.aci.validate.Report;
import io.stage1kvm.aci.validate.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "validate",
    description = {
      "Check images, layout directories, image and pod manifests, and print every finding.",
      "Which of these a FILE is, is found out from what is in it."
    },
    footer = {"", "Exit codes: 0 valid, 1 errors found, 2 wrong usage or a file cannot be read."})
final class ValidateCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "'-' is standard input.")
  private List<Path> files;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json or sarif. Default: text.")
  private Report format = Report.TEXT;

  @ArgGroup private Severity severity = new Severity();

  @Mixin private LimitOptions limit = new LimitOptions();

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  ValidateCommand(Terminal terminal, List<Path> files) {
    this.terminal = terminal;
    this.files = files;
  }

  @Override
  public Integer call() throws IOException {
    Judgement judgement = severity.judgement();
    List<Judged> judged = new ArrayList<>();
    boolean unread = false;
    for (Path file : files) {
      try {
        judged.add(
            file.equals(STANDARD_INPUT)
                ? Validator.validate("-", System.in, limit.limit())
                : Validator.validate(file, limit.limit()));
      } catch (IOException e) {
        terminal.fail(e.getMessage());
        unread = true;
      }
    }
    terminal.out().print(format.of(judged, judgement));
    if (unread) {
      return Main.WRONG_USAGE;
    }
    return judged.stream().allMatch(one -> one.isValid(judgement)) ? 0 : Main.FAILURE;
  }

  /// Whose rules count.
  static final class Severity {
    @Option(
        names = "--strict",
        description = "Judge by the letter of the specification, beyond what can be read.")
    private boolean strict;

    @Option(names = "--lenient", description = "Call an error only what actool refuses, too.")
    private boolean lenient;

    Judgement judgement() {
      if (strict) {
        return Judgement.STRICT;
      }
      return lenient ? Judgement.LENIENT : Judgement.USUAL;
    }
  }
}
