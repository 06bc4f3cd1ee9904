package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.ManifestRule;

/// The weight of an app when it competes for CPU time; 1024 is usual.
public record LinuxCpuShares(int shares) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/cpu-shares");
  public static final int MIN = 2;
  public static final int MAX = 262144;

  public LinuxCpuShares {
    Check.range("os/linux/cpu-shares", shares, MIN, MAX, ManifestRule.ISOLATOR_VALUE);
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
