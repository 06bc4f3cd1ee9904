package io.stage1kvm.aci.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Print a script that completes this command's options in a shell.",
      "As in: source <(aci completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {
  /// Shells that the script knows how to hook into.
  enum Shell {
    BASH,
    ZSH
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash(spec.root().name(), spec.root().commandLine());
    // The script also works in zsh, which only needs to be told what it is for.
    terminal.out().print(shell == Shell.ZSH ? "#compdef aci\n" + script : script);
    return 0;
  }
}
