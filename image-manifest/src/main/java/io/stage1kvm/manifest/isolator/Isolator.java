package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;

/// One step of isolation. A closed set, so that who enforces isolators must say something about
/// each; what the specification does not define is an [UnknownIsolator].
public sealed interface Isolator
    permits LinuxApparmorProfile,
        LinuxCapabilitiesRemoveSet,
        LinuxCapabilitiesRetainSet,
        LinuxCpuShares,
        LinuxNoNewPrivileges,
        LinuxOomScoreAdj,
        LinuxSeccompRemoveSet,
        LinuxSeccompRetainSet,
        LinuxSelinuxContext,
        ResourceBlockBandwidth,
        ResourceBlockIops,
        ResourceCpu,
        ResourceMemory,
        ResourceNetworkBandwidth,
        UnixSysctl,
        UnknownIsolator {
  /// Its name in a manifest.
  ACIdentifier name();
}
