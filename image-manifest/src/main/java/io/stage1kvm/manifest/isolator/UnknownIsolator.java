package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.JsonValue;
import java.util.Objects;

/// An isolator the specification does not define. Executors may ignore it, if they say so; its
/// value is kept as it is.
public record UnknownIsolator(ACIdentifier name, JsonValue value) implements Isolator {
  public UnknownIsolator {
    Objects.requireNonNull(value);
    if (IsolatorNames.isKnown(name)) {
      throw InvalidValueException.of("isolator", name, "have its own type");
    }
  }
}
