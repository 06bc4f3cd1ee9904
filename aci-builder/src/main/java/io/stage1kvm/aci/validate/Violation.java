package io.stage1kvm.aci.validate;

import io.stage1kvm.manifest.json.ManifestFinding;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.util.Optional;

/// A rule that an image, a layout or a manifest breaks, and where.
///
/// @param rule its name, such as `label-os-arch`
/// @param section of the specification
/// @param hint what to do about it
/// @param level as this library judges
/// @param strict level, as the text of the specification judges
/// @param actool what actool does with it
/// @param adr number of the ADR that explains why actool judges otherwise
/// @param entry of the image or layout; empty for all of it, or for a manifest alone
/// @param place inside a manifest
/// @param message what is wrong
public record Violation(
    String rule,
    String section,
    String hint,
    Level level,
    Level strict,
    Actool actool,
    Optional<String> adr,
    Optional<String> entry,
    Optional<Place> place,
    String message) {

  /// A place in a JSON document.
  ///
  /// @param path such as `$.app.ports[0].port`
  /// @param line from 1
  /// @param column from 1, in characters
  public record Place(String path, int line, int column) {}

  static Violation of(ManifestFinding finding, Optional<String> entry) {
    ManifestRule rule = finding.rule();
    return new Violation(
        rule.id(),
        rule.section(),
        rule.hint(),
        rule.level(),
        rule.strict(),
        finding.actool(),
        rule.adr(),
        entry,
        Optional.of(new Place(finding.path(), finding.line(), finding.column())),
        finding.message());
  }
}
