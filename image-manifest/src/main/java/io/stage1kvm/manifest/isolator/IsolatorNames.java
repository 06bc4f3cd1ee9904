package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import java.util.Set;

/// The names the specification gives a meaning to.
public final class IsolatorNames {
  private static final Set<ACIdentifier> KNOWN =
      Set.of(
          LinuxApparmorProfile.NAME,
          LinuxCapabilitiesRemoveSet.NAME,
          LinuxCapabilitiesRetainSet.NAME,
          LinuxCpuShares.NAME,
          LinuxNoNewPrivileges.NAME,
          LinuxOomScoreAdj.NAME,
          LinuxSeccompRemoveSet.NAME,
          LinuxSeccompRetainSet.NAME,
          LinuxSelinuxContext.NAME,
          ResourceBlockBandwidth.NAME,
          ResourceBlockIops.NAME,
          ResourceCpu.NAME,
          ResourceMemory.NAME,
          ResourceNetworkBandwidth.NAME,
          UnixSysctl.NAME);

  private IsolatorNames() {}

  public static boolean isKnown(ACIdentifier name) {
    return KNOWN.contains(name);
  }
}
