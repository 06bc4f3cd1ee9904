package io.stage1kvm.vmm.device;

import io.stage1kvm.vmm.bus.BusDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// A port that notes when it is written: the guest says how far its start has come.
public final class BootTimer implements BusDevice {

  /// A guest that writes on only wants to fill our memory.
  static final int MAX_STAMPS = 64;

  /// @param milestone what the guest wrote, 0 to 255
  /// @param nanos of [System#nanoTime]
  public record Stamp(int milestone, long nanos) {}

  private final LongSupplier clock;
  private final List<Stamp> stamps = new ArrayList<>();

  public BootTimer() {
    this(System::nanoTime);
  }

  BootTimer(LongSupplier clock) {
    this.clock = clock;
  }

  /// The first [#MAX_STAMPS], by time.
  public synchronized List<Stamp> stamps() {
    return List.copyOf(stamps);
  }

  @Override
  public long read(long offset, int size) {
    return 0;
  }

  @Override
  public synchronized void write(long offset, int size, long value) {
    if (stamps.size() < MAX_STAMPS) {
      stamps.add(new Stamp((int) value & 0xff, clock.getAsLong()));
    }
  }
}
