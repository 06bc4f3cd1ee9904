package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;

/// What is wrong and where, on its way up to the reader that knows the document's name and text.
final class Problem extends Exception {
  /// Stands for problems that were told already: what they are part of cannot be made either.
  static final Problem TOLD = new Problem(JsonPath.ROOT, null, ManifestRule.VALUE, null, "told");

  private static final long serialVersionUID = 1L;

  private final transient JsonPath path;
  private final transient Position position;
  private final ManifestRule rule;
  private final Actool actool;

  private Problem(
      JsonPath path, Position position, ManifestRule rule, Actool actool, String reason) {
    super(reason, null, false, false);
    this.path = path;
    this.position = position;
    this.rule = rule;
    this.actool = actool == null ? rule.actool() : actool;
  }

  Problem(JsonPath path, ManifestRule rule, String reason) {
    this(path, null, rule, null, reason);
  }

  /// A problem whose position the parser knew already.
  static Problem at(JsonPath path, Position position, ManifestRule rule, String reason) {
    return new Problem(path, position, rule, null, reason);
  }

  /// A value that its type refused, in the object at the path.
  static Problem of(JsonPath path, InvalidValueException e) {
    JsonPath blamed = path;
    for (Object step : e.at()) {
      blamed = blamed.then(step);
    }
    return new Problem(blamed, e.broken(), e.getMessage());
  }

  /// The same problem, where actool judges otherwise than by the rule.
  Problem to(Actool verdict) {
    return new Problem(path, position, rule, verdict, getMessage());
  }

  JsonPath path() {
    return path;
  }

  ManifestRule rule() {
    return rule;
  }

  Actool actool() {
    return actool;
  }

  Position position(String text) {
    return position != null ? position : Locator.locate(text, path);
  }
}
