package io.stage1kvm.vmm;

import io.stage1kvm.vmm.arch.x86.BootImage;
import io.stage1kvm.vmm.arch.x86.Discovery;
import io.stage1kvm.vmm.arch.x86.Layout;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;

/// What is asked of a machine.
///
/// @param memory bytes, whole MiB
/// @param vcpus from 1 to 64
/// @param commandLine for the kernel, without what tells it of devices
/// @param discovery how the kernel learns of devices
/// @param devices in the order of their addresses; closed with the machine, or when it cannot be
///     started
/// @param serial takes each byte that the guest writes to the serial port, in a vCPU's thread, and
///     must not block; without it there is no serial port
public record VmConfig(
    long memory,
    int vcpus,
    BootImage kernel,
    Optional<BootImage> initramfs,
    String commandLine,
    Discovery discovery,
    List<VirtioDevice> devices,
    Optional<IntConsumer> serial) {

  /// Less holds no kernel.
  private static final long MIN_MEMORY = 16L << 20;

  private static final long MIB = 1L << 20;

  public VmConfig {
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(initramfs, "initramfs");
    Objects.requireNonNull(commandLine, "commandLine");
    Objects.requireNonNull(discovery, "discovery");
    Objects.requireNonNull(serial, "serial");
    if (memory < MIN_MEMORY || memory % MIB != 0) {
      throw new IllegalArgumentException(
          "memory '" + memory + "' must be whole MiB and at least 16 of them");
    }
    if (vcpus < 1 || vcpus > Layout.MAX_CPUS) {
      throw new IllegalArgumentException("vcpus '" + vcpus + "' must be 1 to " + Layout.MAX_CPUS);
    }
    devices = List.copyOf(devices);
    if (devices.size() > Layout.MAX_MMIO_DEVICES) {
      throw new IllegalArgumentException(
          "number of devices '" + devices.size() + "' must be at most " + Layout.MAX_MMIO_DEVICES);
    }
  }
}
