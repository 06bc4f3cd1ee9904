package io.stage1kvm.stage0.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The flags that are understood at one place of a command line.
///
/// @param flags in the order of the help
public record FlagSet(List<Flag> flags) {
  /// Copies the list.
  public FlagSet {
    flags = List.copyOf(flags);
  }

  /// A set of these flags.
  public static FlagSet of(Flag... flags) {
    return new FlagSet(List.of(flags));
  }

  /// This set and another.
  public FlagSet and(FlagSet other) {
    List<Flag> all = new ArrayList<>(flags);
    all.addAll(other.flags);
    return new FlagSet(all);
  }

  /// The flag of this name.
  public Optional<Flag> find(String name) {
    return flags.stream().filter(flag -> flag.name().equals(name)).findFirst();
  }

  /// The flags as lines of a help text.
  public String help() {
    int width = flags.stream().mapToInt(flag -> flag.shown().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Flag flag : flags) {
      String shown = flag.shown();
      text.append("  ").append(shown).append(" ".repeat(width - shown.length() + 2));
      text.append(flag.help()).append('\n');
    }
    return text.toString();
  }
}
