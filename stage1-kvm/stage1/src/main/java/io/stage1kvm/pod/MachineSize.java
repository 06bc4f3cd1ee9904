package io.stage1kvm.pod;

import java.util.Collection;
import java.util.Optional;

/// How large the pod's machine is.
///
/// @param memoryMiB guest memory
/// @param vcpus virtual CPUs
public record MachineSize(int memoryMiB, int vcpus) {
  private static final long MIB = 1L << 20;

  /// What the guest itself needs beside the apps, MiB.
  private static final int OVERHEAD = 128;

  private static final int MOST_VCPUS = 64;

  /// What one app may use.
  ///
  /// @param memoryBytes its memory limit
  /// @param milliCpus its CPU limit
  record AppLimits(Optional<Long> memoryBytes, Optional<Long> milliCpus) {}

  /// The sum of the apps' memory limits and the guest's own need, but at least the minimum; the sum
  /// of the
  /// apps' CPU limits, each rounded up, or all CPUs of the host when none is given or there are not
  /// as many.
  static MachineSize of(
      Collection<AppLimits> apps, int minimumMiB, Optional<Integer> cpus, int hostCpus)
      throws PodException {
    long bytes = 0;
    long wanted = 0;
    for (AppLimits app : apps) {
      bytes = saturatedAdd(bytes, app.memoryBytes().orElse(0L));
      wanted = saturatedAdd(wanted, app.milliCpus().map(m -> Math.ceilDiv(m, 1000)).orElse(0L));
    }
    long memory = Math.max(bytes / MIB + OVERHEAD, minimumMiB);
    if (memory > 1 << 22) {
      throw PodException.pod("memory limits of the apps ask for a machine of " + memory + " MiB");
    }
    long vcpus = wanted == 0 || wanted > hostCpus ? hostCpus : wanted;
    return new MachineSize(
        (int) memory, (int) Math.min(cpus.map(Integer::longValue).orElse(vcpus), MOST_VCPUS));
  }

  private static long saturatedAdd(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
