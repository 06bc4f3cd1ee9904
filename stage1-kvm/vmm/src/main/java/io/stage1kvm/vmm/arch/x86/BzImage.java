package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A distribution's kernel, `vmlinuz`: it unpacks itself. Read by Linux's boot protocol
/// (Documentation/arch/x86/boot.rst), whose offsets are those of `boot_params` too.
///
/// @param setupHeader what of the file belongs into `boot_params`, from [#SETUP_HEADER] on
/// @param fileOffset of the part that runs in 64-bit mode
/// @param fileSize its bytes
record BzImage(byte[] setupHeader, long fileOffset, long fileSize, long end, long initramfsMax)
    implements Kernel {

  /// The offset of the setup header, `setup_sects`.
  static final int SETUP_HEADER = 0x1f1;

  /// Where the setup header ends at the latest: other fields of `boot_params` follow.
  private static final int SETUP_HEADER_LIMIT = 0x290;

  private static final int BOOT_FLAG = 0x1fe;
  private static final int JUMP_LENGTH = 0x201;
  private static final int MAGIC = 0x202;
  private static final int SECTOR = 512;

  /// `HdrS`, little-endian.
  private static final int HDRS = 0x5372_6448;

  /// 2.12 of Linux 3.8 brought `xloadflags`.
  private static final int OLDEST = 0x20c;

  private static final int LOADED_HIGH = 1;
  private static final int XLF_KERNEL_64 = 1;

  /// The 64-bit entry's offset in the part that is loaded.
  private static final long ENTRY_64 = 0x200;

  static boolean matches(byte[] start) {
    if (start.length <= SETUP_HEADER_LIMIT) {
      return false;
    }
    ByteBuffer header = littleEndian(start);
    return header.getInt(MAGIC) == HDRS && header.getShort(BOOT_FLAG) == (short) 0xaa55;
  }

  static BzImage parse(String name, byte[] start, long fileSize, long limit) throws BootException {
    ByteBuffer header = littleEndian(start);
    int version = Short.toUnsignedInt(header.getShort(0x206));
    if (version < OLDEST) {
      throw BootException.kernel(
          name,
          "its boot protocol is %d.%02d, older than 2.12".formatted(version >> 8, version & 0xff),
          "use Linux 3.8 or newer");
    }
    if ((header.getShort(0x236) & XLF_KERNEL_64) == 0 || (header.get(0x211) & LOADED_HIGH) == 0) {
      throw BootException.kernel(name, "it has no 64-bit entry", "use a kernel for x86-64");
    }
    int sectors = Byte.toUnsignedInt(header.get(SETUP_HEADER));
    long offset = (sectors == 0 ? 5 : sectors + 1) * (long) SECTOR;
    long size = Integer.toUnsignedLong(header.getInt(0x1f4)) * 16;
    checkSize(name, fileSize, offset, size);
    long end = checkEnd(name, header, size, limit);
    int headerEnd = MAGIC + Byte.toUnsignedInt(header.get(JUMP_LENGTH));
    byte[] setup = Arrays.copyOfRange(start, SETUP_HEADER, Math.min(headerEnd, SETUP_HEADER_LIMIT));
    long initramfsMax = Integer.toUnsignedLong(header.getInt(0x22c));
    return new BzImage(setup, offset, size, end, initramfsMax);
  }

  private static void checkSize(String name, long fileSize, long offset, long size)
      throws BootException {
    if (size <= ENTRY_64) {
      throw BootException.kernel(name, "its header says that it is of " + size + " bytes");
    }
    if (size > fileSize - offset) {
      throw BootException.kernel(
          name,
          "it is of " + fileSize + " bytes, its header says " + (offset + size),
          "the file is not complete");
    }
  }

  /// It unpacks itself to `pref_address` or above and uses `init_size` bytes there.
  private static long checkEnd(String name, ByteBuffer header, long size, long limit)
      throws BootException {
    long preferred = header.getLong(0x258);
    long needed = Integer.toUnsignedLong(header.getInt(0x260));
    if (preferred < Layout.BZIMAGE || preferred >= Layout.IDENTITY_MAPPED) {
      throw BootException.kernel(
          name, "its preferred address 0x%x is not inside the first GiB".formatted(preferred));
    }
    long end = Math.max(Layout.BZIMAGE + size, preferred + needed);
    if (end > limit) {
      throw BootException.kernel(
          name,
          "it needs "
              + mebibytes(end)
              + " MiB to unpack itself, the machine has "
              + (limit >> 20)
              + " MiB",
          "give the machine more memory");
    }
    return end;
  }

  private static long mebibytes(long bytes) {
    return bytes + (1 << 20) - 1 >> 20;
  }

  @Override
  public void load(ImageFile file, GuestMemory memory) throws IOException, GuestFault {
    file.load(fileOffset, fileSize, memory, Layout.BZIMAGE);
  }

  @Override
  public Entry entry() {
    return new Entry.Long64(Layout.BZIMAGE + ENTRY_64);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
