package io.stage1kvm.pod;

import io.stage1kvm.guest.message.SeccompProgram;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRetainSet;
import io.stage1kvm.manifest.isolator.LinuxNoNewPrivileges;
import io.stage1kvm.manifest.isolator.LinuxOomScoreAdj;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What an app's processes may do.
///
/// @param bounding mask of the capabilities in the bounding set
/// @param noNewPrivileges whether execve can add none
/// @param seccomp the filter of system calls
/// @param oomScoreAdj how readily the kernel ends them when memory is short
record Privileges(long bounding, boolean noNewPrivileges, SeccompProgram seccomp, int oomScoreAdj) {
  /// Everything, for what the operator runs: handlers of an app's life.
  static final Privileges ALL =
      new Privileges(Capability.mask(Capability.ALL), false, SeccompProgram.NONE, 0);

  static Privileges of(String app, Isolators isolators, long uid, PlanRequest request)
      throws PodException {
    SeccompProgram seccomp =
        request.restrictSyscalls() ? SeccompFilters.of(app, isolators) : SeccompProgram.NONE;
    boolean asked =
        isolators.all(LinuxNoNewPrivileges.class).stream().anyMatch(LinuxNoNewPrivileges::enabled);
    return new Privileges(
        Capability.mask(
            request.restrictCapabilities() ? capabilities(app, isolators) : Capability.ALL),
        asked || (!seccomp.isNone() && uid != 0),
        seccomp,
        isolators.last(LinuxOomScoreAdj.class).map(LinuxOomScoreAdj::score).orElse(0));
  }

  private static Set<Capability> capabilities(String app, Isolators isolators) throws PodException {
    Optional<LinuxCapabilitiesRetainSet> retain = isolators.last(LinuxCapabilitiesRetainSet.class);
    if (retain.isPresent()) {
      return known(app, retain.get().set());
    }
    Set<Capability> left = EnumSet.copyOf(Capability.DEFAULT);
    Optional<LinuxCapabilitiesRemoveSet> remove = isolators.last(LinuxCapabilitiesRemoveSet.class);
    if (remove.isPresent()) {
      left.removeAll(known(app, remove.get().set()));
    }
    return left;
  }

  private static Set<Capability> known(String app, Collection<String> names) throws PodException {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    for (String name : names) {
      set.add(
          Capability.of(name)
              .orElseThrow(
                  () -> PodException.app(app, "capability '" + name + "' must be one of Linux")));
    }
    return set;
  }
}
