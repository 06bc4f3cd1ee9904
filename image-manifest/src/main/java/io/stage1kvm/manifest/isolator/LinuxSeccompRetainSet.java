package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import java.util.List;
import java.util.Optional;

/// The system calls, or wildcards such as `@appc.io/all`, an app may use; all others are blocked. A
/// blocked call fails with `errno`, or without one ends the app by `SIGSYS`.
public record LinuxSeccompRetainSet(List<String> set, Optional<String> errno) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/seccomp-retain-set");

  public LinuxSeccompRetainSet {
    set = NameSets.check("system call", set);
    NameSets.checkErrno(errno);
  }

  public static LinuxSeccompRetainSet of(String... calls) {
    return new LinuxSeccompRetainSet(List.of(calls), Optional.empty());
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
