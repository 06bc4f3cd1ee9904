package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import java.util.List;

/// The capabilities (`CAP_CHOWN`) an app keeps in its bounding set; all others are removed. Names
/// are not checked: the kernel that runs the app may know more than this code.
public record LinuxCapabilitiesRetainSet(List<String> set) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/capabilities-retain-set");

  public LinuxCapabilitiesRetainSet {
    set = NameSets.check("capability", set);
  }

  public static LinuxCapabilitiesRetainSet of(String... capabilities) {
    return new LinuxCapabilitiesRetainSet(List.of(capabilities));
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
