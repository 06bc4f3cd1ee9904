package io.stage1kvm.pod;

import io.stage1kvm.guest.message.CgroupSetting;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.LinuxCpuShares;
import io.stage1kvm.manifest.isolator.ResourceCpu;
import io.stage1kvm.manifest.isolator.ResourceMemory;
import io.stage1kvm.manifest.type.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The limits of an app as files of its cgroup (version 2). Requests promise nothing and are
/// ignored.
final class CgroupLimits {
  /// The period of the CPU quota, µs.
  private static final long PERIOD = 100_000;

  private CgroupLimits() {}

  static Optional<Long> memoryBytes(Isolators isolators) {
    return isolators
        .last(ResourceMemory.class)
        .flatMap(ResourceMemory::limit)
        .map(Quantity::value)
        .filter(bytes -> bytes > 0);
  }

  static Optional<Long> milliCpus(Isolators isolators) {
    return isolators
        .last(ResourceCpu.class)
        .flatMap(ResourceCpu::limit)
        .map(Quantity::milliValue)
        .filter(milli -> milli > 0);
  }

  static List<CgroupSetting> of(Isolators isolators) {
    List<CgroupSetting> settings = new ArrayList<>();
    memoryBytes(isolators)
        .ifPresent(bytes -> settings.add(new CgroupSetting("memory.max", Long.toString(bytes))));
    milliCpus(isolators)
        .filter(milli -> milli < Long.MAX_VALUE / PERIOD)
        .ifPresent(
            milli ->
                settings.add(new CgroupSetting("cpu.max", milli * PERIOD / 1000 + " " + PERIOD)));
    isolators
        .last(LinuxCpuShares.class)
        .ifPresent(s -> settings.add(new CgroupSetting("cpu.weight", "" + weight(s.shares()))));
    return settings;
  }

  /// Shares 2..262144 of cgroup version 1 as a weight 1..10000 of version 2, as runc and systemd
  /// map
  /// them.
  static long weight(int shares) {
    return 1 + (shares - 2L) * 9999 / 262_142;
  }
}
