package io.stage1kvm.vmm.arch.x86;

/// How a kernel learns of devices that no bus enumerates. One way only: told twice, it would drive
/// a device with two drivers.
public enum Discovery {

  /// By `virtio_mmio.device=` parameters; processors and interrupts by the MP table. For kernels
  /// without ACPI, such as ours.
  COMMAND_LINE,

  /// By hardware-reduced ACPI, as distributions' kernels expect it.
  ACPI
}
