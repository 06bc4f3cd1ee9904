package io.stage1kvm.aci.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A manual page in the man macros of troff, made of what `--help` is made of.
final class ManPage {
  private final CommandSpec command;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec command) {
    this.command = command;
  }

  static String of(CommandLine command) {
    return new ManPage(command.getCommandSpec()).write();
  }

  private String write() {
    String name = command.qualifiedName("-");
    macro(
        ".TH \"%s\" 1 \"\" \"%s\" \"aci manual\""
            .formatted(name.toUpperCase(Locale.ROOT), String.join("", command.version())));
    List<String> description =
        Stream.of(command.usageMessage().description()).filter(l -> !l.isBlank()).toList();
    macro(".SH NAME");
    line(name + " - " + String.join(" ", description.subList(0, 1)));
    macro(".SH SYNOPSIS");
    line(synopsis());
    macro(".SH DESCRIPTION");
    paragraphs(description);
    commands();
    items("ARGUMENTS", command.positionalParameters());
    items("OPTIONS", command.options().stream().filter(option -> !option.hidden()).toList());
    paragraphs(
        Stream.of(command.root().usageMessage().footer()).filter(l -> !l.isBlank()).toList());
    seeAlso();
    return page.toString();
  }

  private String synopsis() {
    return String.join(" ", command.commandLine().getHelp().synopsis(0).strip().split("\\s+"));
  }

  private void commands() {
    if (visible().isEmpty()) {
      return;
    }
    macro(".SH COMMANDS");
    for (CommandSpec child : visible()) {
      macro(".TP");
      macro(".B " + escape(child.name()));
      line(String.join(" ", child.usageMessage().description()));
    }
  }

  private List<CommandSpec> visible() {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(child -> !child.usageMessage().hidden())
        .toList();
  }

  private void items(String title, List<? extends ArgSpec> items) {
    if (items.isEmpty()) {
      return;
    }
    macro(".SH " + title);
    for (ArgSpec item : items) {
      macro(".TP");
      macro(".B " + escape(label(item)));
      line(String.join(" ", item.description()));
    }
  }

  private static String label(ArgSpec item) {
    if (!(item instanceof OptionSpec option)) {
      return item.paramLabel();
    }
    String names = String.join(", ", option.names());
    return switch (option.arity().max()) {
      case 0 -> names;
      default ->
          option.arity().min() == 0
              ? names + "[=" + option.paramLabel() + "]"
              : names + "=" + option.paramLabel();
    };
  }

  private void seeAlso() {
    List<String> others = new ArrayList<>();
    if (command.parent() != null) {
      others.add(command.root().name() + "(1)");
    }
    visible().forEach(child -> others.add(child.qualifiedName("-") + "(1)"));
    if (!others.isEmpty()) {
      macro(".SH SEE ALSO");
      line(String.join(", ", others));
    }
  }

  private void paragraphs(List<String> lines) {
    for (String line : lines) {
      macro(".PP");
      line(line);
    }
  }

  private void macro(String line) {
    page.append(line).append('\n');
  }

  private void line(String text) {
    // A dot or quote at the start would be a macro.
    page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "");
    page.append(escape(text)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("%n", " ").strip();
  }
}
