package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Quantity;
import java.util.Optional;

/// Cores an app or a pod may use: `500m` is half of one.
public record ResourceCpu(Optional<Quantity> request, Optional<Quantity> limit)
    implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("resource/cpu");

  public ResourceCpu {
    Amounts.check("request", request);
    Amounts.check("limit", limit);
  }

  public static ResourceCpu limit(String limit) {
    return new ResourceCpu(Optional.empty(), Optional.of(new Quantity(limit)));
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
