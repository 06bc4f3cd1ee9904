package io.stage1kvm.vmm.device;

import io.stage1kvm.vmm.bus.BusDevice;

/// Sleep control and sleep status register of hardware-reduced ACPI (ACPI 6.5, 4.8.3.7), one port
/// each, with one state of sleep: off.
public final class SleepControl implements BusDevice {

  /// Bytes of ports.
  public static final int PORTS = 2;

  private static final int ENABLE = 1 << 5;

  private final int offType;
  private final Runnable powerOff;

  /// @param offType the type of sleep, 0 to 7, that the DSDT names for S5
  /// @param powerOff called by a vCPU's thread: must not wait for that thread
  public SleepControl(int offType, Runnable powerOff) {
    this.offType = offType;
    this.powerOff = powerOff;
  }

  /// Nothing that has slept wakes up here: the status is always 0.
  @Override
  public long read(long offset, int size) {
    return 0;
  }

  @Override
  public void write(long offset, int size, long value) {
    if (offset == 0 && (value & ENABLE) != 0 && (value >> 2 & 7) == offType) {
      powerOff.run();
    }
  }
}
