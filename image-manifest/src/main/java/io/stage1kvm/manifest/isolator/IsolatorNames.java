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

  /// Whether ace.md lets it stand in an app. What it does not know may stand anywhere.
  public static boolean isForApp(ACIdentifier name) {
    return !name.equals(UnixSysctl.NAME);
  }

  /// Whether ace.md lets it stand in a pod. It says nothing about `os/linux/cpu-shares` and
  /// `os/linux/oom-score-adj`, which only the code of the schema has.
  public static boolean isForPod(ACIdentifier name) {
    return switch (name.value()) {
      case "os/linux/capabilities-remove-set",
          "os/linux/capabilities-retain-set",
          "os/linux/no-new-privileges",
          "os/linux/seccomp-remove-set",
          "os/linux/seccomp-retain-set" ->
          false;
      default -> true;
    };
  }

  public static boolean isKnown(ACIdentifier name) {
    return KNOWN.contains(name);
  }
}
