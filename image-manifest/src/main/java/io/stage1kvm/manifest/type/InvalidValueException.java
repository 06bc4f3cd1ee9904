package io.stage1kvm.manifest.type;

import java.util.List;

/// A value the specification does not allow, refused by the type that would have held it.
///
/// Unchecked, because a caller with a constant knows that it is good. A caller with input from
/// outside catches this type and nothing wider.
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 120;

  private final transient List<Object> at;
  private final ManifestRule broken;

  private InvalidValueException(String message, List<Object> at, ManifestRule broken) {
    super(message);
    this.at = at;
    this.broken = broken;
  }

  /// `<field> '<value>' must <rule>`.
  public static InvalidValueException of(String field, Object value, String rule) {
    return new InvalidValueException(
        field + " '" + printable(String.valueOf(value)) + "' must " + rule,
        List.of(),
        ManifestRule.VALUE);
  }

  /// `<field> must <rule>`, for values that say nothing when they are shown.
  public static InvalidValueException of(String field, String rule) {
    return new InvalidValueException(field + " must " + rule, List.of(), ManifestRule.NOT_EMPTY);
  }

  /// The same error, with the steps (field names and list indexes) from the refused object to the
  /// part that is to blame.
  public InvalidValueException at(Object... steps) {
    return new InvalidValueException(getMessage(), List.of(steps), broken);
  }

  /// The same error, told apart by the rule that the value breaks.
  public InvalidValueException breaking(ManifestRule rule) {
    return new InvalidValueException(getMessage(), at(), rule);
  }

  /// Which rule the value breaks.
  public ManifestRule broken() {
    return broken;
  }

  /// Where inside the refused object: field names as in JSON, list indexes; empty for all of it.
  public List<Object> at() {
    return at == null ? List.of() : at;
  }

  /// Values come from archives made by others: a terminal must not see their control characters, a
  /// reader not their megabytes.
  private static String printable(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      if (i == LONGEST) {
        return text.append("...").toString();
      }
      char c = value.charAt(i);
      boolean plain = !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
      text.append(plain ? String.valueOf(c) : "\\u" + "%04x".formatted((int) c));
    }
    return text.toString();
  }
}
