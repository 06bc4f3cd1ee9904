package io.stage1kvm.pod;

import io.stage1kvm.guest.message.SeccompProgram;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.LinuxSeccompRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxSeccompRetainSet;
import io.stage1kvm.pod.seccomp.SeccompCompiler;
import io.stage1kvm.pod.seccomp.SeccompPolicy;
import io.stage1kvm.pod.seccomp.UnknownSyscallException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The filter of system calls that an app's isolators ask for.
final class SeccompFilters {
  private SeccompFilters() {}

  static SeccompProgram of(String app, Isolators isolators) throws PodException {
    List<LinuxSeccompRetainSet> retain = isolators.all(LinuxSeccompRetainSet.class);
    List<LinuxSeccompRemoveSet> remove = isolators.all(LinuxSeccompRemoveSet.class);
    if (retain.size() + remove.size() > 1) {
      throw PodException.app(app, "too many seccomp isolators specified");
    }
    try {
      return policy(app, retain, remove)
          .map(policy -> SeccompProgram.of(SeccompCompiler.compile(policy)))
          .orElse(SeccompProgram.NONE);
    } catch (UnknownSyscallException e) {
      throw PodException.app(app, e.getMessage());
    }
  }

  private static Optional<SeccompPolicy> policy(
      String app, List<LinuxSeccompRetainSet> retain, List<LinuxSeccompRemoveSet> remove)
      throws PodException, UnknownSyscallException {
    if (!retain.isEmpty()) {
      LinuxSeccompRetainSet set = retain.getFirst();
      return SeccompPolicy.retain(set.set(), errno(app, set.errno()));
    }
    if (!remove.isEmpty()) {
      LinuxSeccompRemoveSet set = remove.getFirst();
      return Optional.of(SeccompPolicy.remove(set.set(), errno(app, set.errno())));
    }
    return Optional.of(SeccompPolicy.ofDefault());
  }

  private static OptionalInt errno(String app, Optional<String> name) throws PodException {
    if (name.isEmpty() || name.get().isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt number = ErrnoNames.number(name.get());
    if (number.isEmpty()) {
      throw PodException.app(app, "errno '" + name.get() + "' must be one of Linux");
    }
    return number;
  }
}
