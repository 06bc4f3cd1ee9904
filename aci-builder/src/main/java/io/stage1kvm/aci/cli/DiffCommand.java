package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.compare.Difference;
import io.stage1kvm.aci.compare.ImageComparison;
import io.stage1kvm.aci.compare.ImageComparison.Ignored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Compare two images, manifest and files.",
      "Lines begin with '-' for what only FIRST has, '+' for what only SECOND has, '!' for what"
          + " both have but not the same. Exit code 0: no difference, 1: some, 2: a failure."
    })
final class DiffCommand implements Callable<Integer> {
  private static final int TROUBLE = 2;

  private final Terminal terminal;

  @Option(names = "--ignore-times", description = "Times may differ.")
  private boolean ignoreTimes;

  @Option(names = "--ignore-owners", description = "Users and groups may differ.")
  private boolean ignoreOwners;

  @Option(names = "--brief", description = "Print nothing.")
  private boolean brief;

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(index = "0", paramLabel = "FIRST", description = "Image file.")
  private Path first;

  @Parameters(index = "1", paramLabel = "SECOND", description = "Image file.")
  private Path second;

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Set<Ignored> ignored = EnumSet.noneOf(Ignored.class);
    if (ignoreTimes) {
      ignored.add(Ignored.TIMES);
    }
    if (ignoreOwners) {
      ignored.add(Ignored.OWNERS);
    }
    try {
      List<Difference> differences =
          new ImageComparison(ignored).compare(first, second, limit.limit());
      if (!brief) {
        differences.forEach(terminal.out()::println);
      }
      return differences.isEmpty() ? 0 : 1;
    } catch (IOException e) {
      terminal.fail(e.getMessage());
      return TROUBLE;
    }
  }
}
