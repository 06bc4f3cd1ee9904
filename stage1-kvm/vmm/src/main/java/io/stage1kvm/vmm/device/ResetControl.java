package io.stage1kvm.vmm.device;

import io.stage1kvm.vmm.bus.BusDevice;

/// The reset control register of PCI chip sets, one port; also ACPI's reset register.
public final class ResetControl implements BusDevice {

  /// Bit 2: reset now. Bit 1 before it chooses between a warm and a hard one.
  private static final int RESET = 1 << 2;

  private final Runnable reset;

  /// @param reset called by a vCPU's thread: must not wait for that thread
  public ResetControl(Runnable reset) {
    this.reset = reset;
  }

  @Override
  public long read(long offset, int size) {
    return 0;
  }

  @Override
  public void write(long offset, int size, long value) {
    if ((value & RESET) != 0) {
      reset.run();
    }
  }
}
