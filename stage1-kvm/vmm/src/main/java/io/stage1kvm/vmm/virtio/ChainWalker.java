package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;

/// Follows the descriptors of a chain, virtio 1.2 sections 2.7.5 and 2.7.5.3.
final class ChainWalker {

  private static final int NEXT = 1;
  private static final int WRITE = 2;
  private static final int INDIRECT = 4;

  private final GuestMemory memory;
  private final QueueLayout layout;
  private final boolean indirect;
  private final byte[] unaligned = new byte[QueueLayout.DESCRIPTOR];
  private boolean writing;
  private int pieces;

  // The descriptor that was read last: address, then length, flags and next in one word.
  private long address;
  private long word;

  ChainWalker(GuestMemory memory, QueueLayout layout, boolean indirect) {
    this.memory = memory;
    this.layout = layout;
    this.indirect = indirect;
  }

  /// Fills the chain that begins with a descriptor of the table.
  void walk(int head, DescriptorChain chain) throws GuestFault {
    chain.begin(head);
    writing = false;
    pieces = 0;
    long tableLength = walk(layout.descriptors(), layout.size(), head, chain, true);
    if (tableLength >= 0) {
      // The count may be larger than what `next` can reach; the walk is bounded by pieces.
      long count = tableLength / QueueLayout.DESCRIPTOR;
      walk(address, count, 0, chain, false);
    }
  }

  /// Follows one table; returns the length of the table that the last descriptor points to, whose
  /// address is in the field, or -1 if there is none.
  private long walk(long table, long count, int first, DescriptorChain chain, boolean outer)
      throws GuestFault {
    int index = first;
    for (long steps = 0; ; steps++) {
      if (index >= count) {
        throw fault("descriptor '%d' must be less than %d".formatted(index, count));
      }
      if (steps == count) {
        throw fault("descriptor chain '%d' must not loop".formatted(chain.head()));
      }
      read(table + (long) QueueLayout.DESCRIPTOR * index);
      int flags = (int) (word >>> 32) & 0xffff;
      if ((flags & INDIRECT) != 0) {
        return checkIndirect(index, flags, outer);
      }
      add(chain, index, (flags & WRITE) != 0);
      if ((flags & NEXT) == 0) {
        return -1;
      }
      index = (int) (word >>> 48);
    }
  }

  private void add(DescriptorChain chain, int index, boolean writable) throws GuestFault {
    if (writing && !writable) {
      throw fault("descriptor '%d' must not be readable behind a writable one".formatted(index));
    }
    if (++pieces > DescriptorChain.MAX_PIECES) {
      throw fault(
          "descriptor chain '%d' must have at most %d descriptors"
              .formatted(chain.head(), DescriptorChain.MAX_PIECES));
    }
    writing = writable;
    long length = word & 0xffff_ffffL;
    try {
      memory.fileOffset(address, length);
    } catch (GuestFault e) {
      throw fault("descriptor '%d': %s".formatted(index, e.getMessage()));
    }
    chain.add(address, length, writable);
  }

  private long checkIndirect(int index, int flags, boolean outer) throws GuestFault {
    if (!indirect) {
      throw fault("descriptor '%d' must not be indirect".formatted(index));
    }
    if (!outer) {
      throw fault("descriptor '%d' of an indirect table must not be indirect".formatted(index));
    }
    if ((flags & NEXT) != 0) {
      throw fault("indirect descriptor '%d' must be the last one".formatted(index));
    }
    long length = word & 0xffff_ffffL;
    if (length == 0 || length % QueueLayout.DESCRIPTOR != 0) {
      throw fault(
          "indirect descriptor '%d': length '%d' must be a multiple of %d above 0"
              .formatted(index, length, QueueLayout.DESCRIPTOR));
    }
    try {
      memory.fileOffset(address, length);
    } catch (GuestFault e) {
      throw fault("indirect descriptor '%d': %s".formatted(index, e.getMessage()));
    }
    return length;
  }

  /// Each descriptor is read once: what is checked is what is used, however the guest changes it.
  private void read(long at) throws GuestFault {
    if ((at & 7) == 0) {
      address = memory.getLong(at);
      word = memory.getLong(at + 8);
      return;
    }
    // Indirect tables may lie anywhere.
    memory.read(at, unaligned, 0, unaligned.length);
    address = number(0);
    word = number(8);
  }

  private long number(int offset) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = value << 8 | (unaligned[offset + i] & 0xff);
    }
    return value;
  }

  private GuestFault fault(String message) {
    return new GuestFault("queue " + layout.index() + ": " + message);
  }
}
