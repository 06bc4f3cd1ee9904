package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import java.util.Optional;

/// Which isolators tolerate which in one list (ace.md, the notes of each): whether one may occur
/// more than once, and the name of the one that must not stand beside it.
///
/// Looked up by name: a switch over types is linked at run time, which costs a pod's start more
/// than all of its manifest.
record IsolatorRules(boolean isSingle, Optional<ACIdentifier> conflict) {
  private static final IsolatorRules FREE = new IsolatorRules(false, Optional.empty());
  private static final IsolatorRules SINGLE = new IsolatorRules(true, Optional.empty());

  static IsolatorRules of(Isolator isolator) {
    return switch (isolator.name().value()) {
      case "os/linux/apparmor-profile",
          "os/linux/cpu-shares",
          "os/linux/oom-score-adj",
          "os/linux/selinux-context",
          "os/unix/sysctl" ->
          SINGLE;
      case "os/linux/seccomp-remove-set" -> SINGLE.without(LinuxSeccompRetainSet.NAME);
      case "os/linux/seccomp-retain-set" -> SINGLE.without(LinuxSeccompRemoveSet.NAME);
      case "os/linux/capabilities-remove-set" -> FREE.without(LinuxCapabilitiesRetainSet.NAME);
      case "os/linux/capabilities-retain-set" -> FREE.without(LinuxCapabilitiesRemoveSet.NAME);
      default -> FREE;
    };
  }

  private IsolatorRules without(ACIdentifier name) {
    return new IsolatorRules(isSingle, Optional.of(name));
  }
}
