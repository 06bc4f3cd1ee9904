package io.stage1kvm.vmm.device;

import io.stage1kvm.vmm.bus.BusDevice;
import java.util.function.IntConsumer;

/// A port that the guest writes to when its start has come to some point.
public final class BootTimer implements BusDevice {

  private final IntConsumer listener;

  /// @param listener gets what the guest wrote, 0 to 255, in the vCPU's thread; to take the time is
  ///     its business, and to bear a guest that never stops writing
  public BootTimer(IntConsumer listener) {
    this.listener = listener;
  }

  @Override
  public long read(long offset, int size) {
    return 0;
  }

  @Override
  public void write(long offset, int size, long value) {
    listener.accept((int) value & 0xff);
  }
}
