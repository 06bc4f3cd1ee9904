package io.stage1kvm.aci.validate;

import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.util.List;

/// One file, layout directory or stream, and everything that was found in it.
///
/// @param name as it was given
public record Judged(String name, List<Violation> violations) {
  public Judged {
    violations = List.copyOf(violations);
  }

  /// What a judgement has something to say about.
  public List<Violation> violations(Judgement judgement) {
    return violations.stream().filter(v -> judgement.level(v) != Level.NONE).toList();
  }

  public boolean isValid(Judgement judgement) {
    return violations.stream().noneMatch(v -> judgement.level(v) == Level.ERROR);
  }
}
