package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.util.Optional;
import java.util.Set;

/// `--format`.
final class OutputFormat {
  static final Flag FLAG = Flag.value("format", "FORMAT", "json or json-pretty instead of text");
  private static final Set<String> JSON = Set.of("json", "json-pretty");

  private OutputFormat() {}

  /// `json`, `json-pretty`, or nothing for text.
  static Optional<String> of(Flags flags) throws FlagException {
    Optional<String> format = flags.last("format").filter(text -> !text.isEmpty());
    if (format.isPresent() && !JSON.contains(format.get())) {
      throw FlagException.invalid("format", format.get(), "be json or json-pretty");
    }
    return format;
  }
}
