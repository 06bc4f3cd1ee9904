package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import java.util.Optional;

/// Which isolators tolerate which in one list (ace.md, the notes of each): whether one may occur
/// more than once, and the name of the one that must not stand beside it.
record IsolatorRules(boolean isSingle, Optional<ACIdentifier> conflict) {
  private static final IsolatorRules FREE = new IsolatorRules(false, Optional.empty());
  private static final IsolatorRules SINGLE = new IsolatorRules(true, Optional.empty());

  static IsolatorRules of(Isolator isolator) {
    return switch (isolator) {
      case LinuxApparmorProfile profile -> SINGLE;
      case LinuxCapabilitiesRemoveSet set -> FREE.without(LinuxCapabilitiesRetainSet.NAME);
      case LinuxCapabilitiesRetainSet set -> FREE.without(LinuxCapabilitiesRemoveSet.NAME);
      case LinuxCpuShares shares -> SINGLE;
      case LinuxNoNewPrivileges privileges -> FREE;
      case LinuxOomScoreAdj score -> SINGLE;
      case LinuxSeccompRemoveSet set -> SINGLE.without(LinuxSeccompRetainSet.NAME);
      case LinuxSeccompRetainSet set -> SINGLE.without(LinuxSeccompRemoveSet.NAME);
      case LinuxSelinuxContext context -> SINGLE;
      case ResourceBlockBandwidth bandwidth -> FREE;
      case ResourceBlockIops iops -> FREE;
      case ResourceCpu cpu -> FREE;
      case ResourceMemory memory -> FREE;
      case ResourceNetworkBandwidth bandwidth -> FREE;
      case UnixSysctl sysctl -> SINGLE;
      case UnknownIsolator unknown -> FREE;
    };
  }

  private IsolatorRules without(ACIdentifier name) {
    return new IsolatorRules(isSingle, Optional.of(name));
  }
}
