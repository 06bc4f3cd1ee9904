package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;

/// Where a driver has put a split virtqueue, virtio 1.2 section 2.7: unchecked until [#check].
///
/// @param index the queue's number
/// @param size descriptors
/// @param descriptors guest address of the descriptor table
/// @param available guest address of the available ring
/// @param used guest address of the used ring
public record QueueLayout(int index, int size, long descriptors, long available, long used) {

  /// Of a descriptor.
  static final int DESCRIPTOR = 16;

  /// Flags and index, before the entries of both rings.
  static final int HEADER = 4;

  static final int AVAILABLE_ENTRY = 2;
  static final int USED_ENTRY = 8;

  /// The index that the other side wants to be notified at, behind the entries of both rings.
  private static final int EVENT = 2;

  /// Refuses what does not lie in memory as the standard wants it.
  public void check(GuestMemory memory, int maximum) throws GuestFault {
    if (size < 1 || size > maximum || Integer.bitCount(size) != 1) {
      throw new GuestFault(
          "queue %d: size '%d' must be a power of two, at most %d".formatted(index, size, maximum));
    }
    checkArea(memory, "descriptor table", descriptors, 16, (long) DESCRIPTOR * size);
    checkArea(memory, "available ring", available, 2, availableEvent() + EVENT - available);
    checkArea(memory, "used ring", used, 4, usedEvent() + EVENT - used);
  }

  private void checkArea(GuestMemory memory, String name, long address, int alignment, long length)
      throws GuestFault {
    if (address % alignment != 0) {
      throw new GuestFault(
          "queue %d: %s '0x%x' must be a multiple of %d"
              .formatted(index, name, address, alignment));
    }
    try {
      memory.fileOffset(address, length);
    } catch (GuestFault e) {
      throw new GuestFault(
          "queue %d: %s '0x%x' must be inside the guest's memory".formatted(index, name, address));
    }
  }

  /// Where the driver writes the used index that it wants an interrupt for.
  long availableEvent() {
    return available + HEADER + (long) AVAILABLE_ENTRY * size;
  }

  /// Where the device writes the available index that it wants a kick for.
  long usedEvent() {
    return used + HEADER + (long) USED_ENTRY * size;
  }
}
