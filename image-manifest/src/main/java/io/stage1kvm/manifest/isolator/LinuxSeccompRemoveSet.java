package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import java.util.List;
import java.util.Optional;

/// The system calls, or wildcards such as `@appc.io/empty`, an app may not use. A
/// blocked call fails with `errno`, or without one ends the app by `SIGSYS`.
public record LinuxSeccompRemoveSet(List<String> set, Optional<String> errno) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/seccomp-remove-set");

  public LinuxSeccompRemoveSet {
    set = NameSets.check("system call", set);
    NameSets.checkErrno(errno);
  }

  public static LinuxSeccompRemoveSet of(String... calls) {
    return new LinuxSeccompRemoveSet(List.of(calls), Optional.empty());
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
