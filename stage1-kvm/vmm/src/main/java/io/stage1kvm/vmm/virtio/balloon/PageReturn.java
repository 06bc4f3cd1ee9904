package io.stage1kvm.vmm.virtio.balloon;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.UncheckedIOException;

/// Gives pages back to the host, those that lie beside each other in one call.
final class PageReturn {

  private final GuestMemory memory;
  private long start;
  private long end;
  private int calls;

  PageReturn(GuestMemory memory) {
    this.memory = memory;
  }

  /// Adds whole pages; what does not touch the range so far sends that one on its way.
  void add(long address, long length) throws GuestFault {
    if (((address | length) & (GuestMemory.PAGE_SIZE - 1)) != 0) {
      throw new GuestFault(
          "range '0x%x' of 0x%x bytes must be whole pages".formatted(address, length));
    }
    // Checked before it is joined: what touches it and is in memory too is in the same region.
    memory.fileOffset(address, length);
    if (start == end) {
      start = address;
      end = address + length;
    } else if (address == end) {
      end += length;
    } else if (address + length == start) {
      start = address;
    } else {
      flush();
      start = address;
      end = address + length;
    }
  }

  /// Returns what was added and is still here.
  void flush() throws GuestFault {
    if (start == end) {
      return;
    }
    try {
      memory.discard(start, end - start);
    } catch (SyscallException e) {
      throw new UncheckedIOException(e); // A failure of the host's, for the event loop's listener.
    }
    start = 0;
    end = 0;
    calls++;
  }

  /// How often the kernel was called since the last question.
  int takeCalls() {
    int taken = calls;
    calls = 0;
    return taken;
  }
}
