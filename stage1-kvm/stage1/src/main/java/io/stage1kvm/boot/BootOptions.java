package io.stage1kvm.boot;

import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.vmm.arch.x86.Discovery;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What the command is to boot.
///
/// @param commandLine of the kernel, without what tells it of devices
/// @param memory bytes
/// @param virtiofsd another than the one that is installed
/// @param exits where the counts of exits go; `-` is standard error
/// @param milestones where the times go, likewise
record BootOptions(
    Path kernel,
    Optional<Path> initramfs,
    String commandLine,
    int cpus,
    long memory,
    Discovery discovery,
    boolean serial,
    List<Disk> disks,
    List<Tap> taps,
    List<SharedDirectory> shares,
    boolean balloon,
    Optional<String> virtiofsd,
    Optional<String> exits,
    Optional<String> milestones) {

  /// A raw file or block device.
  record Disk(String path, boolean readOnly) {}

  /// A tap interface of this network namespace.
  ///
  /// @param mac of the guest's interface
  record Tap(String name, String mac) {}

  BootOptions {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(initramfs, "initramfs");
    Objects.requireNonNull(commandLine, "commandLine");
    Objects.requireNonNull(discovery, "discovery");
    Objects.requireNonNull(virtiofsd, "virtiofsd");
    Objects.requireNonNull(exits, "exits");
    Objects.requireNonNull(milestones, "milestones");
    disks = List.copyOf(disks);
    taps = List.copyOf(taps);
    shares = List.copyOf(shares);
  }
}
