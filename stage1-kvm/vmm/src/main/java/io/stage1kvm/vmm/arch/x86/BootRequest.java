package io.stage1kvm.vmm.arch.x86;

import java.util.List;
import java.util.Optional;

/// What a machine is to be booted with.
///
/// @param commandLine for the kernel, without what tells it of devices
/// @param cpus from 1 to [Layout#MAX_CPUS]
/// @param devices that have been put on the bus, of virtio-mmio
/// @param serial whether there is a serial port at [Layout#COM1]
public record BootRequest(
    BootImage kernel,
    Optional<BootImage> initramfs,
    String commandLine,
    int cpus,
    Discovery discovery,
    List<MmioDevice> devices,
    boolean serial) {

  public BootRequest {
    if (cpus < 1 || cpus > Layout.MAX_CPUS) {
      throw new IllegalArgumentException(
          "number of vCPUs '" + cpus + "' must be from 1 to " + Layout.MAX_CPUS);
    }
    devices = List.copyOf(devices);
  }
}
