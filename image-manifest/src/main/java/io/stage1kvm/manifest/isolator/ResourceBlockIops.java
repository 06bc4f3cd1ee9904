package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Quantity;
import java.util.Optional;

/// Operations per second on each block device. The specification has no limit
/// per device yet: in JSON, `default` must be true.
public record ResourceBlockIops(Optional<Quantity> limit) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("resource/block-iops");

  public ResourceBlockIops {
    Amounts.check("limit", limit);
  }

  public static ResourceBlockIops limit(String limit) {
    return new ResourceBlockIops(Optional.of(new Quantity(limit)));
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
