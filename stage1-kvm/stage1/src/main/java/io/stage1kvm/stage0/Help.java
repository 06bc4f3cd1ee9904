package io.stage1kvm.stage0;

import java.util.List;

/// The help texts.
final class Help {
  private Help() {}

  /// The help of one command.
  static String of(Command command) {
    return """
        %s

        usage: %s %s %s

        Flags:
        %s
        Flags of every command:
        %s"""
            .formatted(
                command.summary(),
                Session.NAME,
                command.name(),
                command.synopsis(),
                command.flags().help(),
                GlobalFlags.SET.help())
        + command.moreHelp();
  }

  /// The list of commands.
  static String of(List<Command> commands) {
    StringBuilder text = new StringBuilder("Runs every pod in its own virtual machine\n\n");
    text.append("usage: ").append(Session.NAME).append(" [FLAGS] COMMAND ...\n\nCommands:\n");
    for (Command command : commands) {
      text.append("  %-8s %s%n".formatted(command.name(), command.summary()));
    }
    text.append("  %-8s %s%n".formatted("help", "Show this, or the help of a command"));
    text.append("  %-8s %s%n".formatted("version", "Show the version"));
    return text.append("\nFlags of every command:\n").append(GlobalFlags.SET.help()).toString();
  }
}
