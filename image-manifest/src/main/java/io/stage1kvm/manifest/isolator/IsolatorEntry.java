package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.Extensions;
import java.util.Objects;

/// An isolator as it stands in a manifest: with the unknown fields of the object that names it, and
/// of the object that is its value. Apart from the isolator, which is a plain value.
public record IsolatorEntry(Isolator isolator, Extensions extensions, Extensions valueExtensions) {
  public IsolatorEntry {
    Objects.requireNonNull(isolator);
    Objects.requireNonNull(extensions);
    Objects.requireNonNull(valueExtensions);
  }

  public IsolatorEntry(Isolator isolator) {
    this(isolator, Extensions.NONE, Extensions.NONE);
  }
}
