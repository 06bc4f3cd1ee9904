package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Quantity;
import java.util.Optional;

/// Bytes per second on each interface but loopback. The specification has no limit
/// per device yet: in JSON, `default` must be true.
public record ResourceNetworkBandwidth(Optional<Quantity> limit) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("resource/network-bandwidth");

  public ResourceNetworkBandwidth {
    Amounts.check("limit", limit);
  }

  public static ResourceNetworkBandwidth limit(String limit) {
    return new ResourceNetworkBandwidth(Optional.of(new Quantity(limit)));
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
