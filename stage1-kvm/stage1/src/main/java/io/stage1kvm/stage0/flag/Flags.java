package io.stage1kvm.stage0.flag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The flags that were given, in their order.
///
/// @param given name and value of each occurrence; a toggle has `true` or `false`
public record Flags(List<Given> given) {
  /// One occurrence of a flag.
  ///
  /// @param name without the dashes
  /// @param value its value
  public record Given(String name, String value) {}

  /// Copies the list.
  public Flags {
    given = List.copyOf(given);
  }

  /// No flag.
  public static Flags none() {
    return new Flags(List.of());
  }

  /// Whether the flag was given at all.
  public boolean has(String name) {
    return last(name).isPresent();
  }

  /// Whether the toggle was given and is true.
  public boolean is(String name) {
    return last(name).filter("true"::equals).isPresent();
  }

  /// The value of the last occurrence.
  public Optional<String> last(String name) {
    return all(name).reversed().stream().findFirst();
  }

  /// The values of all occurrences.
  public List<String> all(String name) {
    return given.stream().filter(one -> one.name().equals(name)).map(Given::value).toList();
  }

  /// The values of all occurrences, each of them split at its commas.
  public List<String> items(String name) {
    return all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /// These flags followed by others, which so take precedence.
  public Flags then(Flags later) {
    List<Given> all = new ArrayList<>(given);
    all.addAll(later.given);
    return new Flags(all);
  }
}
