package io.stage1kvm.manifest.type;

import java.util.Objects;

/// One annotation of an image, an app or a pod (aci.md, `annotations`). The values of `created`,
/// `homepage` and `documentation` have formats; others are free.
public record Annotation(ACIdentifier name, String value, Extensions extensions) {
  public Annotation {
    Objects.requireNonNull(name);
    Objects.requireNonNull(extensions);
    checkFormat(name.value(), value);
    Check.textValue("annotation", value);
  }

  public Annotation(ACIdentifier name, String value) {
    this(name, value, Extensions.NONE);
  }

  public Annotation(String name, String value) {
    this(new ACIdentifier(name), value);
  }

  private static void checkFormat(String name, String value) {
    try {
      switch (name) {
        case "created" -> new Timestamp(value);
        case "homepage", "documentation" -> new HttpUrl(value);
        default -> {}
      }
    } catch (InvalidValueException e) {
      throw e.at("value");
    }
  }
}
