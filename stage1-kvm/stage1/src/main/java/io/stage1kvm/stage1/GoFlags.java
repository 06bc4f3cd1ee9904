package io.stage1kvm.stage1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Command line flags in the syntax of Go's flag package, which stage0 speaks: `-x`, `--x`, `--x=v`
/// and, for flags with a value, `--x v`. The first word that is no flag, or `--`, ends the flags.
///
/// @param values the last value of each flag given; booleans as `true` or `false`
/// @param positional what follows the flags
record GoFlags(Map<String, String> values, List<String> positional) {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  GoFlags {
    values = Map.copyOf(values);
    positional = List.copyOf(positional);
  }

  static GoFlags parse(List<String> arguments, Set<String> booleans, Set<String> strings)
      throws Stage1Exception {
    Map<String, String> values = new LinkedHashMap<>();
    int next = 0;
    while (next < arguments.size()) {
      String word = arguments.get(next);
      if (word.length() < 2 || word.charAt(0) != '-') {
        break;
      }
      next++;
      if (word.equals("--")) {
        break;
      }
      String body = word.substring(word.startsWith("--") ? 2 : 1);
      int equals = body.indexOf('=');
      String name = equals < 0 ? body : body.substring(0, equals);
      if (booleans.contains(name)) {
        values.put(name, bool(name, equals < 0 ? "true" : body.substring(equals + 1)));
      } else if (!strings.contains(name)) {
        throw Stage1Exception.usage("unknown flag '" + word + "'");
      } else if (equals >= 0) {
        values.put(name, body.substring(equals + 1));
      } else if (next < arguments.size()) {
        values.put(name, arguments.get(next++));
      } else {
        throw Stage1Exception.usage("flag '" + word + "' must have a value");
      }
    }
    return new GoFlags(values, new ArrayList<>(arguments.subList(next, arguments.size())));
  }

  private static String bool(String name, String value) throws Stage1Exception {
    if (TRUE.contains(value)) {
      return "true";
    }
    if (FALSE.contains(value)) {
      return "false";
    }
    throw Stage1Exception.usage("flag '--" + name + "' must be true or false, not '" + value + "'");
  }

  boolean is(String name) {
    return "true".equals(values.get(name));
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
