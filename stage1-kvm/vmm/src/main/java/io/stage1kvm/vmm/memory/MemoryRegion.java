package io.stage1kvm.vmm.memory;

/// A piece of guest memory without a gap.
///
/// @param address where the guest sees it
/// @param length bytes
/// @param fileOffset where it begins in the file that holds all of the guest's memory
public record MemoryRegion(long address, long length, long fileOffset) {

  /// The first address behind it.
  public long end() {
    return address + length;
  }
}
