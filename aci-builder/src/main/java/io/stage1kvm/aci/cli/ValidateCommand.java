package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.validate.AciValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "validate",
    description = "Check images and print every finding: image, rule, what is wrong.")
final class ValidateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Image files.")
  private List<Path> images;

  ValidateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  ValidateCommand(Terminal terminal, List<Path> images) {
    this.terminal = terminal;
    this.images = images;
  }

  @Override
  public Integer call() throws IOException {
    boolean found = false;
    for (Path image : images) {
      List<Finding> findings = AciValidator.validate(image);
      if (findings.isEmpty()) {
        terminal.out().println(image + ": valid");
      }
      for (Finding finding : findings) {
        terminal.out().println(image + ": " + finding.rule().id() + ": " + finding.message());
        found = true;
      }
    }
    return found ? 1 : 0;
  }
}
