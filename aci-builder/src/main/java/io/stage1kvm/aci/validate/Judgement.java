package io.stage1kvm.aci.validate;

import io.stage1kvm.manifest.type.ManifestRule.Actool;
import io.stage1kvm.manifest.type.ManifestRule.Level;

/// By whose rules a document is judged, where they differ.
public enum Judgement {
  /// As this library reads: an error is what it refuses.
  USUAL,
  /// As the text of the specification has it.
  STRICT,
  /// Errors are only what actool refuses, too.
  LENIENT;

  /// How much a violation weighs.
  public Level level(Violation violation) {
    return switch (this) {
      case USUAL -> violation.level();
      case STRICT -> violation.strict();
      case LENIENT ->
          violation.level() == Level.ERROR && violation.actool() == Actool.ACCEPTS
              ? Level.WARNING
              : violation.level();
    };
  }
}
