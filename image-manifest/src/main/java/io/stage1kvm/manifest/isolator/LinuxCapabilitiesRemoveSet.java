package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import java.util.List;

/// The capabilities (`CAP_CHOWN`) taken from the default bounding set of an app.
public record LinuxCapabilitiesRemoveSet(List<String> set) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/capabilities-remove-set");

  public LinuxCapabilitiesRemoveSet {
    set = NameSets.check("capability", set);
  }

  public static LinuxCapabilitiesRemoveSet of(String... capabilities) {
    return new LinuxCapabilitiesRemoveSet(List.of(capabilities));
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
