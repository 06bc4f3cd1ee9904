package io.stage1kvm.sys;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// Mapped memory with one owner, who closes it when nobody uses it any more: neither a thread, nor
/// the kernel (a virtual machine's memory, an asynchronous read).
public final class Mapping implements AutoCloseable {

  private final long address;
  private final long length;
  private final AtomicBoolean closed = new AtomicBoolean();

  Mapping(long address, long length) {
    this.address = address;
    this.length = length;
  }

  /// Bytes.
  public long length() {
    return length;
  }

  /// The address of a part, for system calls, after a check that the part is inside.
  public long address(long offset, long size) {
    Objects.checkFromIndexSize(offset, size, length);
    if (closed.get()) {
      throw new IllegalStateException("mapping is closed");
    }
    return address + offset;
  }

  /// Unmaps; a second time does nothing.
  @Override
  public void close() throws SyscallException {
    if (!closed.getAndSet(true)) {
      LinuxMemoryCalls.munmap(address, length);
    }
  }
}
