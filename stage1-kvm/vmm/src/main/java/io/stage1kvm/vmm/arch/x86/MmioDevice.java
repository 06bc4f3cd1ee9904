package io.stage1kvm.vmm.arch.x86;

/// Where a virtio-mmio device is: the kernel cannot find out by itself.
///
/// @param address of its [Layout#MMIO_DEVICE_SIZE] bytes
/// @param gsi its interrupt, an input of the IOAPIC
public record MmioDevice(long address, int gsi) {

  /// The parameter that tells a kernel without ACPI.
  public String kernelParameter() {
    return "virtio_mmio.device=4K@0x" + Long.toHexString(address) + ":" + gsi;
  }
}
