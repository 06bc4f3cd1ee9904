package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_madvise;
import static io.stage1kvm.sys.abi.Syscall.SYS_memfd_create;
import static io.stage1kvm.sys.abi.Syscall.SYS_mmap;
import static io.stage1kvm.sys.abi.Syscall.SYS_munmap;

import io.stage1kvm.sys.abi.Mman;
import io.stage1kvm.sys.jna.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

final class LinuxMemoryCalls implements MemoryCalls {

  static final LinuxMemoryCalls INSTANCE = new LinuxMemoryCalls();

  private static final int NO_FILE = -1;

  private LinuxMemoryCalls() {}

  @Override
  public Fd memfdCreate(String name, int flags) throws SyscallException {
    byte[] bytes = Scratch.utf8(name);
    int all = flags | Mman.MFD_CLOEXEC;
    long fd = call(SYS_memfd_create, Scratch.get().name(bytes, "memfd_create"), all);
    if (fd < 0) {
      throw failure("memfd_create", bytes, hex(all));
    }
    return Fd.adopt((int) fd);
  }

  @Override
  public Mapping mapAnonymous(long length, int protection, int flags) throws SyscallException {
    return map(NO_FILE, 0, length, protection, flags | Mman.MAP_ANONYMOUS);
  }

  @Override
  public Mapping map(Fd file, long offset, long length, int protection, int flags)
      throws SyscallException {
    return map(file.number(), offset, length, protection, flags);
  }

  private static Mapping map(int file, long offset, long length, int protection, int flags)
      throws SyscallException {
    long address = call(SYS_mmap, 0, length, protection, flags, file, offset);
    if (address == -1) {
      throw failure(
          "mmap", "length=" + hex(length), hex(protection), hex(flags), "fd=" + file, hex(offset));
    }
    return new Mapping(address, length);
  }

  static void munmap(long address, long length) throws SyscallException {
    if (call(SYS_munmap, address, length) < 0) {
      throw failure("munmap", hex(address), "length=" + hex(length));
    }
  }

  @Override
  public void madvise(Mapping mapping, long offset, long length, int advice)
      throws SyscallException {
    if (call(SYS_madvise, mapping.address(offset, length), length, advice) < 0) {
      throw failure("madvise", "offset=" + hex(offset), "length=" + hex(length), advice);
    }
  }

  @Override
  public ByteBuffer view(Mapping mapping, long offset, int length) {
    return LibC.buffer(mapping.address(offset, length), length).order(ByteOrder.nativeOrder());
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
