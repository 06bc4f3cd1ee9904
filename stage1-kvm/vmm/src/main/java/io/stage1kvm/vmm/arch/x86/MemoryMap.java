package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.memory.MemoryRegion;
import java.util.ArrayList;
import java.util.List;

/// What the kernel is told about memory, in the terms of BIOS call e820. PVH's map has the same
/// types.
///
/// @param entries by address
record MemoryMap(List<Entry> entries) {

  /// @param type [#RAM] or [#RESERVED]
  record Entry(long address, long size, int type) {}

  static final int RAM = 1;
  static final int RESERVED = 2;

  static MemoryMap of(GuestMemory memory) {
    return of(memory.regions());
  }

  static MemoryMap of(List<MemoryRegion> regions) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(0, Layout.LOW_MEMORY_END, RAM));
    // The MP table and ACPI's tables, which no kernel may use for anything else.
    long tables = Layout.HIGH_MEMORY - Layout.LOW_MEMORY_END;
    entries.add(new Entry(Layout.LOW_MEMORY_END, tables, RESERVED));
    for (MemoryRegion region : regions) {
      long start = Math.max(region.address(), Layout.HIGH_MEMORY);
      if (region.end() > start) {
        entries.add(new Entry(start, region.end() - start, RAM));
      }
    }
    return new MemoryMap(List.copyOf(entries));
  }
}
