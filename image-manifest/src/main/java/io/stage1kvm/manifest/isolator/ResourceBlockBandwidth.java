package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Quantity;
import java.util.Optional;

/// Bytes per second read from or written to each block device. The specification has no limit
/// per device yet: in JSON, `default` must be true.
public record ResourceBlockBandwidth(Optional<Quantity> limit) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("resource/block-bandwidth");

  public ResourceBlockBandwidth {
    Amounts.check("limit", limit);
  }

  public static ResourceBlockBandwidth limit(String limit) {
    return new ResourceBlockBandwidth(Optional.of(new Quantity(limit)));
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
