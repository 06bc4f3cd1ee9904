package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.EOFException;
import java.io.IOException;

/// An open file, which stays its opener's. Its position is moved.
///
/// @param size bytes, asked once: who cuts the file while it is read gets an [EOFException]
record FdImageFile(String name, Fd file, long size) implements ImageFile {

  static FdImageFile of(String name, Fd file) throws IOException {
    return new FdImageFile(name, file, Sys.files().fstat(file).size());
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    Sys.files().lseek(file, position, Fcntl.SEEK_SET);
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      done += (int) some(Sys.files().read(file, bytes, done, length - done));
    }
    return bytes;
  }

  @Override
  public void load(long position, long length, GuestMemory memory, long address)
      throws IOException, GuestFault {
    Sys.files().lseek(file, position, Fcntl.SEEK_SET);
    for (long done = 0; done < length; ) {
      done += some(memory.load(address + done, length - done, file));
    }
  }

  private static long some(long count) throws EOFException {
    if (count == 0) {
      throw new EOFException("the file was cut while it was read");
    }
    return count;
  }
}
