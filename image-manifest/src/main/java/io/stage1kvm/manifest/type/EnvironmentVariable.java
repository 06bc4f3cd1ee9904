package io.stage1kvm.manifest.type;

import java.util.Objects;

/// One environment variable of an app: a name of letters, digits, `_`, `.` and `-` that does not
/// begin with a digit or one of the latter two, and any value.
public record EnvironmentVariable(String name, String value, Extensions extensions) {
  private static final String RULE =
      "begin with a letter or '_' and go on with letters, digits, '_', '.' and '-'";

  public EnvironmentVariable {
    Objects.requireNonNull(extensions);
    if (name.isEmpty()) {
      throw InvalidValueException.of("environment variable name", "not be empty")
          .at("name")
          .breaking(ManifestRule.ENVIRONMENT_NAME);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      if (!letter && (i == 0 || (c < '0' || c > '9') && c != '.' && c != '-')) {
        throw InvalidValueException.of("environment variable name", name, RULE)
            .at("name")
            .breaking(ManifestRule.ENVIRONMENT_NAME);
      }
    }
    Check.textValue("environment variable", value);
  }

  public EnvironmentVariable(String name, String value) {
    this(name, value, Extensions.NONE);
  }
}
