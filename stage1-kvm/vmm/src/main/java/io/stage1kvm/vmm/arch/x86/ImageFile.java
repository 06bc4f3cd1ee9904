package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;

/// A kernel or initramfs: bytes at positions.
interface ImageFile {

  /// For messages.
  String name();

  /// Bytes.
  long size() throws IOException;

  /// Reads a piece that lies inside; throws [java.io.EOFException] if it does not.
  byte[] read(long position, int length) throws IOException;

  /// Reads a piece that lies inside to guest memory, without a copy between.
  void load(long position, long length, GuestMemory memory, long address)
      throws IOException, GuestFault;
}
