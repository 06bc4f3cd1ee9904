package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.ManifestRule;

/// The AppArmor profile, loaded already, of an app or a pod.
public record LinuxApparmorProfile(String profile) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/apparmor-profile");

  public LinuxApparmorProfile {
    Check.nonEmptyMember("profile", profile, ManifestRule.ISOLATOR_VALUE);
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
