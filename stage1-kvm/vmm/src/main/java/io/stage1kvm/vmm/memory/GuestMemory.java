package io.stage1kvm.vmm.memory;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Mapping;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mman;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The memory of a guest: a file in memory, mapped once, that other processes (file servers) may
/// map too. It lies in one or two regions, below and above the gap for devices under 4 GiB.
///
/// Every access is checked against the regions, then against the buffer: no address from a guest
/// reaches anything else. Multi-byte values are little-endian. Accesses of 2, 4 and 8 bytes must be
/// aligned and are then atomic; their order among each other is the caller's, who puts
/// [java.lang.invoke.VarHandle]'s static fences between them. Several threads may use it at once.
/// Whoever holds addresses from [#hostAddress] (a vCPU, a system call that runs) must have ended
/// before [#close].
public final class GuestMemory implements AutoCloseable {

  /// Where the gap begins: memory, then devices up to 4 GiB, then the rest of the memory.
  public static final long GAP_START = 0xc000_0000L;

  /// The first address behind the gap.
  public static final long GAP_END = 0x1_0000_0000L;

  /// What x86 manages memory in.
  public static final int PAGE_SIZE = 4096;

  /// A buffer cannot be larger than 2 GiB, and no aligned value crosses a power of two.
  private static final int WINDOW_BITS = 30;

  private static final long WINDOW = 1L << WINDOW_BITS;

  private final Fd file;
  private final Mapping mapping;
  private final ByteBuffer[] windows;
  private final List<MemoryRegion> regions;
  private final long low;

  private GuestMemory(Fd file, Mapping mapping) {
    this.file = file;
    this.mapping = mapping;
    long size = mapping.length();
    low = Math.min(size, GAP_START);
    List<MemoryRegion> pieces = new ArrayList<>(List.of(new MemoryRegion(0, low, 0)));
    if (size > low) {
      pieces.add(new MemoryRegion(GAP_END, size - low, low));
    }
    regions = List.copyOf(pieces);
    windows = new ByteBuffer[(int) ((size + WINDOW - 1) / WINDOW)];
    for (int i = 0; i < windows.length; i++) {
      long start = i * WINDOW;
      windows[i] = Sys.memory().view(mapping, start, (int) Math.min(WINDOW, size - start));
    }
  }

  /// Makes memory, all zeros; pages take memory of the host when they are first written.
  ///
  /// @param size bytes, a multiple of [#PAGE_SIZE], at least 1 MiB
  public static GuestMemory create(long size) throws SyscallException {
    if (size < 1 << 20 || size % PAGE_SIZE != 0) {
      throw new IllegalArgumentException(
          "memory size '" + size + "' must be whole pages and at least 1 MiB");
    }
    Fd file = Sys.memory().memfdCreate("guest-memory", 0);
    try {
      Sys.files().ftruncate(file, size);
      int protection = Mman.PROT_READ | Mman.PROT_WRITE;
      int flags = Mman.MAP_SHARED | Mman.MAP_NORESERVE;
      Mapping mapping = Sys.memory().map(file, 0, size, protection, flags);
      // A child of ours gets neither a copy of the page tables nor a way to the guest's secrets.
      Sys.memory().madvise(mapping, 0, size, Mman.MADV_DONTFORK);
      Sys.memory().madvise(mapping, 0, size, Mman.MADV_DONTDUMP);
      return new GuestMemory(file, mapping);
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  /// Bytes.
  public long size() {
    return mapping.length();
  }

  /// By address.
  public List<MemoryRegion> regions() {
    return regions;
  }

  /// The file that holds the memory; it stays this object's.
  public Fd file() {
    return file;
  }

  /// Position in the file of a piece that lies in one region.
  public long fileOffset(long address, long length) throws GuestFault {
    // Compared without additions, so that nothing overflows; a negative number is a huge address.
    if (length >= 0 && address >= 0) {
      if (address <= low && length <= low - address) {
        return address;
      }
      long high = size() - low;
      long offset = address - GAP_END;
      if (offset >= 0 && offset <= high && length <= high - offset) {
        return low + offset;
      }
    }
    throw GuestFault.outside(address, length);
  }

  /// Address in this process of a piece that lies in one region, for system calls: the bytes behind
  /// it belong to the guest, who may change them at any time.
  public long hostAddress(long address, long length) throws GuestFault {
    return mapping.address(fileOffset(address, length), length);
  }

  public int getU8(long address) throws GuestFault {
    long at = fileOffset(address, 1);
    return Byte.toUnsignedInt(window(at).get(index(at)));
  }

  public int getU16(long address) throws GuestFault {
    long at = aligned(address, 2);
    return Short.toUnsignedInt(window(at).getShort(index(at)));
  }

  public int getInt(long address) throws GuestFault {
    long at = aligned(address, 4);
    return window(at).getInt(index(at));
  }

  public long getU32(long address) throws GuestFault {
    return Integer.toUnsignedLong(getInt(address));
  }

  public long getLong(long address) throws GuestFault {
    long at = aligned(address, 8);
    return window(at).getLong(index(at));
  }

  public void putU8(long address, int value) throws GuestFault {
    long at = fileOffset(address, 1);
    window(at).put(index(at), (byte) value);
  }

  public void putU16(long address, int value) throws GuestFault {
    long at = aligned(address, 2);
    window(at).putShort(index(at), (short) value);
  }

  public void putInt(long address, int value) throws GuestFault {
    long at = aligned(address, 4);
    window(at).putInt(index(at), value);
  }

  public void putLong(long address, long value) throws GuestFault {
    long at = aligned(address, 8);
    window(at).putLong(index(at), value);
  }

  /// Copies out of the guest.
  public void read(long address, byte[] target, int offset, int length) throws GuestFault {
    long at = fileOffset(address, length);
    for (int done = 0; done < length; ) {
      ByteBuffer window = window(at + done);
      int piece = Math.min(length - done, window.capacity() - index(at + done));
      window.get(index(at + done), target, offset + done, piece);
      done += piece;
    }
  }

  /// Copies into the guest.
  public void write(long address, byte[] source, int offset, int length) throws GuestFault {
    long at = fileOffset(address, length);
    for (int done = 0; done < length; ) {
      ByteBuffer window = window(at + done);
      int piece = Math.min(length - done, window.capacity() - index(at + done));
      window.put(index(at + done), source, offset + done, piece);
      done += piece;
    }
  }

  /// Reads from a file's position into the guest, by way of the file that holds the memory: a read
  /// to its mapping would take twice as long, for it stops at each page that is not there yet.
  ///
  /// @return how many bytes, fewer than asked also in the middle; 0 at the file's end
  public long load(long address, long length, Fd source) throws GuestFault, SyscallException {
    long at = fileOffset(address, length);
    synchronized (file) { // Its position is one for all.
      Sys.files().lseek(file, at, Fcntl.SEEK_SET);
      return Sys.files().sendfile(file, source, length);
    }
  }

  /// Copies all bytes into the guest.
  public void write(long address, byte[] source) throws GuestFault {
    write(address, source, 0, source.length);
  }

  /// Gives pages back to the host; the guest then reads zeros there.
  ///
  /// @param address a multiple of [#PAGE_SIZE], as the length
  public void discard(long address, long length) throws GuestFault, SyscallException {
    if (length == 0) {
      return;
    }
    if (((address | length) & (PAGE_SIZE - 1)) != 0) {
      throw GuestFault.unaligned(address | length, PAGE_SIZE);
    }
    int mode = Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_KEEP_SIZE;
    Sys.files().fallocate(file, mode, fileOffset(address, length), length);
  }

  /// Unmaps and closes. Nobody may use the memory any more.
  @Override
  public void close() throws SyscallException {
    try {
      mapping.close();
    } finally {
      file.close();
    }
  }

  private long aligned(long address, int size) throws GuestFault {
    if ((address & (size - 1)) != 0) {
      throw GuestFault.unaligned(address, size);
    }
    return fileOffset(address, size);
  }

  private ByteBuffer window(long fileOffset) {
    return windows[(int) (fileOffset >>> WINDOW_BITS)];
  }

  private static int index(long fileOffset) {
    return (int) (fileOffset & (WINDOW - 1));
  }
}
