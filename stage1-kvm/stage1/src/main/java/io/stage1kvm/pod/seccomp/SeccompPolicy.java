package io.stage1kvm.pod.seccomp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Which system calls an app may make, as its isolators say it (ace.md, "Seccomp"; wildcards as rkt
/// has
/// them).
///
/// @param allows whether the set names what is allowed, or what is blocked
/// @param calls names of x86-64
/// @param errno what a blocked call returns; empty: the process is killed by SIGSYS
public record SeccompPolicy(boolean allows, Set<String> calls, OptionalInt errno) {
  /// What every process needs to start and to end, and what tells the time: allowed by each set of
  /// allowed calls, as systemd does it.
  private static final String ALWAYS = "@systemd/default-whitelist";

  /// Copies the set.
  public SeccompPolicy {
    calls = Set.copyOf(calls);
  }

  /// What holds for an app without an isolator.
  public static SeccompPolicy ofDefault() {
    return allowing(SyscallSets.wildcard("@rkt/default-whitelist"), OptionalInt.empty());
  }

  /// A `retain-set`; empty when it allows everything.
  ///
  /// @throws UnknownSyscallException when a name is neither a system call nor a wildcard
  public static Optional<SeccompPolicy> retain(List<String> set, OptionalInt errno)
      throws UnknownSyscallException {
    return set.contains("@appc.io/all")
        ? Optional.empty()
        : Optional.of(allowing(expand(set), errno));
  }

  /// A `remove-set`.
  ///
  /// @throws UnknownSyscallException when a name is neither a system call nor a wildcard
  public static SeccompPolicy remove(List<String> set, OptionalInt errno)
      throws UnknownSyscallException {
    if (set.contains("@appc.io/empty")) {
      return allowing(SyscallSets.wildcard("@rkt/default-whitelist"), errno);
    }
    return new SeccompPolicy(false, Set.copyOf(expand(set)), errno);
  }

  private static SeccompPolicy allowing(Iterable<String> calls, OptionalInt errno) {
    Set<String> all = new LinkedHashSet<>(SyscallSets.wildcard(ALWAYS));
    calls.forEach(all::add);
    return new SeccompPolicy(true, all, errno);
  }

  private static Set<String> expand(List<String> set) throws UnknownSyscallException {
    Set<String> calls = new LinkedHashSet<>();
    for (String name : set) {
      if (name.startsWith("@")) {
        calls.addAll(SyscallSets.wildcard(name));
      } else if (SyscallTable.numbers().containsKey(name)) {
        calls.add(name);
      } else if (!SyscallSets.isElsewhere(name)) {
        throw new UnknownSyscallException(name);
      }
    }
    return calls;
  }
}
