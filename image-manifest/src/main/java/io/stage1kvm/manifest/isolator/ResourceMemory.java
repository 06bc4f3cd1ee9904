package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Quantity;
import java.util.Optional;

/// Bytes of memory an app or a pod may use.
public record ResourceMemory(Optional<Quantity> request, Optional<Quantity> limit)
    implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("resource/memory");

  public ResourceMemory {
    Amounts.check("request", request);
    Amounts.check("limit", limit);
  }

  public static ResourceMemory limit(String limit) {
    return new ResourceMemory(Optional.empty(), Optional.of(new Quantity(limit)));
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
