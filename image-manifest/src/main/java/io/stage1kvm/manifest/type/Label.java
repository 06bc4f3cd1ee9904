package io.stage1kvm.manifest.type;

import java.util.Objects;

/// One label of an image (aci.md, `labels`).
public record Label(ACIdentifier name, String value, Extensions extensions) {
  public Label {
    Objects.requireNonNull(name);
    Objects.requireNonNull(extensions);
    if (!name.value().equals("os") && !name.value().equals("arch")) {
      // Those two have a table, see Labels.
      Check.textValue("label", value);
    }
    if (name.value().equals("name")) {
      // The image's name is no label: discovery would confuse them.
      throw InvalidValueException.of("label", name, "not be called so")
          .at("name")
          .breaking(ManifestRule.LABEL_NAME);
    }
  }

  public Label(ACIdentifier name, String value) {
    this(name, value, Extensions.NONE);
  }

  public Label(String name, String value) {
    this(new ACIdentifier(name), value);
  }
}
