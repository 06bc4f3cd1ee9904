package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;

/// Where the initramfs lies.
///
/// @param size bytes, 0 if there is none
record Initramfs(long address, long size) {

  static final Initramfs NONE = new Initramfs(0, 0);

  /// As high as it can be, so that the kernel has one piece of free memory below; in the first
  /// region, at the start of a page.
  ///
  /// @param limit the first address behind the first region
  static Initramfs place(ImageFile file, Kernel kernel, long limit)
      throws IOException, BootException {
    long size = file.size();
    if (size == 0) {
      throw BootException.initramfs(file.name(), "it is empty");
    }
    long end = Math.min(limit, kernel.initramfsMax() + 1);
    long room = end - kernel.end();
    long address = end - size & -GuestMemory.PAGE_SIZE;
    if (size > room || address < kernel.end()) {
      throw BootException.initramfs(
          file.name(),
          "its "
              + size
              + " bytes do not fit behind the kernel, where "
              + Math.max(room, 0)
              + " are",
          "give the machine more memory");
    }
    return new Initramfs(address, size);
  }
}
