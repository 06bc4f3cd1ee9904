package io.stage1kvm.vmm.bus;

import io.stage1kvm.vmm.memory.GuestFault;

/// A device as the processor sees it: registers at offsets from its base. Called by vCPU threads,
/// by several at once.
public interface BusDevice {

  /// @param offset from the device's base, inside its range
  /// @param size 1, 2, 4 or 8 bytes, all inside its range
  /// @return the value, of which the lowest `size` bytes count
  long read(long offset, int size) throws GuestFault;

  /// @param value zero-extended from `size` bytes
  void write(long offset, int size, long value) throws GuestFault;
}
