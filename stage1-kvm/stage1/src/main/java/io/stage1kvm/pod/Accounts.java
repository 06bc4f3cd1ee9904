package io.stage1kvm.pod;

import java.util.Optional;
import java.util.OptionalLong;

/// Looks names up in the text of a passwd or group file.
final class Accounts {
  private Accounts() {}

  /// The id of `name` in a passwd or group file: the third field.
  static OptionalLong id(String text, String name) {
    for (String line : text.split("\n")) {
      String[] fields = line.split(":", -1);
      if (fields.length >= 3 && fields[0].equals(name)) {
        Optional<Long> id = number(fields[2].strip());
        if (id.isPresent()) {
          return OptionalLong.of(id.get());
        }
      }
    }
    return OptionalLong.empty();
  }

  /// A user or group id: 0 to 2^32-2 (2^32-1 means "no change" to the kernel).
  static Optional<Long> number(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    try {
      long value = Long.parseLong(text);
      return value < 0xFFFF_FFFFL ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
