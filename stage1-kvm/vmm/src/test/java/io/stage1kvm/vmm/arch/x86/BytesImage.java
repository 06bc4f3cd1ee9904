package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// A kernel in memory, that is as strict about positions as a file.
record BytesImage(String name, byte[] bytes) implements ImageFile {

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    if (position < 0 || length < 0 || position > bytes.length - length) {
      throw new EOFException("position " + position + ", length " + length);
    }
    return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
  }

  @Override
  public void load(long position, long length, GuestMemory memory, long address)
      throws IOException, GuestFault {
    memory.write(address, read(position, Math.toIntExact(length)));
  }
}
