package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.ManifestRule;
import java.util.List;
import java.util.Optional;

/// What the sets of capabilities and system calls have in common.
final class NameSets {
  private NameSets() {}

  static List<String> check(String what, List<String> set) {
    List<String> copy = List.copyOf(set);
    if (copy.isEmpty()) {
      throw InvalidValueException.of("set", "not be empty")
          .at("set")
          .breaking(ManifestRule.ISOLATOR_VALUE);
    }
    for (int i = 0; i < copy.size(); i++) {
      try {
        Check.nonEmpty(what, copy.get(i));
      } catch (InvalidValueException e) {
        boolean empty = copy.get(i).isEmpty();
        throw e.at("set", i)
            .breaking(empty ? ManifestRule.ISOLATOR_VALUE_UNSEEN : ManifestRule.TEXT);
      }
    }
    return copy;
  }

  static void checkErrno(Optional<String> errno) {
    String name = errno.orElse("E");
    boolean good = name.startsWith("E");
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
    if (!good) {
      throw InvalidValueException.of(
              "errno", name, "begin with 'E' and have only upper case letters and digits")
          .at("errno")
          .breaking(ManifestRule.ISOLATOR_VALUE);
    }
  }
}
