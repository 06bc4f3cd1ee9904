package io.stage1kvm.vmm.bus;

import io.stage1kvm.vmm.memory.GuestFault;
import java.util.ArrayList;
import java.util.List;

/// Which device answers at which addresses: of memory or of ports. Devices are added before the
/// first vCPU runs, then the bus never changes.
public final class Bus {

  private record Range(long base, long length, BusDevice device) {
    boolean overlaps(long otherBase, long otherLength) {
      return base < otherBase + otherLength && otherBase < base + length;
    }
  }

  private final List<Range> ranges = new ArrayList<>();

  /// Adds a device.
  ///
  /// @param base not negative
  /// @param length bytes, at least 1
  public void add(long base, long length, BusDevice device) {
    if (base < 0 || length < 1 || base > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException("range '0x%x' must be an address".formatted(base));
    }
    for (Range range : ranges) {
      if (range.overlaps(base, length)) {
        throw new IllegalArgumentException(
            "range '0x%x' of 0x%x bytes must not overlap the one at 0x%x"
                .formatted(base, length, range.base));
      }
    }
    int at = ranges.size();
    while (at > 0 && ranges.get(at - 1).base > base) {
      at--;
    }
    ranges.add(at, new Range(base, length, device));
  }

  /// Reads; where nobody answers all bits are 1, as on a real bus.
  public long read(long address, int size) throws GuestFault {
    Range range = find(address, size);
    return range == null ? -1L : range.device.read(address - range.base, size);
  }

  /// Writes; where nobody answers nothing happens.
  public void write(long address, int size, long value) throws GuestFault {
    Range range = find(address, size);
    if (range != null) {
      range.device.write(address - range.base, size, value);
    }
  }

  private Range find(long address, int size) {
    for (Range range : ranges) { // At most a dozen.
      long offset = address - range.base;
      if (offset >= 0 && offset <= range.length - size) {
        return range;
      }
    }
    return null;
  }
}
