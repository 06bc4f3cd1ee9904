package io.stage1kvm.stage0.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a command line word by word. The reader of a whole command decides what may stand where.
public final class FlagReader {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  private final List<String> words;
  private int next;

  /// @param words the command line
  public FlagReader(List<String> words) {
    this.words = List.copyOf(words);
  }

  /// Whether a word is left.
  public boolean more() {
    return next < words.size();
  }

  /// The next word, which stays.
  public String peek() {
    return words.get(next);
  }

  /// The next word.
  public String word() {
    return words.get(next++);
  }

  /// All words that are left.
  public List<String> rest() {
    List<String> rest = words.subList(next, words.size());
    next = words.size();
    return rest;
  }

  /// Whether the next word is a flag, neither a separator nor a lone dash.
  public boolean atFlag() {
    return more() && peek().startsWith("-") && !peek().matches("-{1,3}");
  }

  /// Reads the flag that is next, with its value.
  public Flags.Given flag(FlagSet known) throws FlagException {
    String word = word();
    int equals = word.indexOf('=');
    String name = word.substring(0, equals < 0 ? word.length() : equals).replaceFirst("^--", "");
    if (!word.startsWith("--")) {
      name = word.equals("-h") ? "help" : word;
    }
    String shown = word.startsWith("--") ? "--" + name : word;
    Flag flag = known.find(name).orElseThrow(() -> new FlagException("unknown flag: " + shown));
    String attached = equals < 0 ? null : word.substring(equals + 1);
    return new Flags.Given(flag.name(), value(flag, attached));
  }

  private String value(Flag flag, String attached) throws FlagException {
    return switch (flag.kind()) {
      case TOGGLE -> attached == null ? "true" : bool(flag.name(), attached);
      case OPTIONAL -> attached == null ? flag.placeholder() : attached;
      case VALUE -> {
        if (attached == null && !more()) {
          throw new FlagException("flag needs a value: --" + flag.name());
        }
        yield attached == null ? word() : attached;
      }
    };
  }

  /// Reads a boolean as Go does.
  public static String bool(String name, String value) throws FlagException {
    if (TRUE.contains(value)) {
      return "true";
    }
    if (FALSE.contains(value)) {
      return "false";
    }
    throw FlagException.invalid(name, value, "be true or false");
  }

  /// Reads flags anywhere between the words; `--` ends them.
  public static Parsed everywhere(List<String> words, FlagSet known) throws FlagException {
    return parse(words, known, false);
  }

  /// Reads flags up to the first word that is none: what follows belongs to somebody else.
  public static Parsed leading(List<String> words, FlagSet known) throws FlagException {
    return parse(words, known, true);
  }

  private static Parsed parse(List<String> words, FlagSet known, boolean leading)
      throws FlagException {
    FlagReader reader = new FlagReader(words);
    List<Flags.Given> given = new ArrayList<>();
    List<String> positional = new ArrayList<>();
    while (reader.more()) {
      if (reader.atFlag()) {
        given.add(reader.flag(known));
      } else if (reader.peek().equals("--")) {
        reader.word();
        positional.addAll(reader.rest());
      } else if (leading) {
        positional.addAll(reader.rest());
      } else {
        positional.add(reader.word());
      }
    }
    return new Parsed(new Flags(given), positional);
  }

  /// A command line taken apart.
  ///
  /// @param flags the flags
  /// @param words all else
  public record Parsed(Flags flags, List<String> words) {
    /// Copies the list.
    public Parsed {
      words = List.copyOf(words);
    }
  }
}
