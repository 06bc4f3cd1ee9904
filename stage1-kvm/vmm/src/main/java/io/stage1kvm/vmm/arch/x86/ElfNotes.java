package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// The notes of an ELF file, of which one says where a kernel is entered by PVH.
final class ElfNotes {

  /// Bytes of a note segment at most; Linux's is of 136.
  static final int MAX_SIZE = 1 << 16;

  private static final int HEADER = 12;
  private static final int XEN_ELFNOTE_PHYS32_ENTRY = 18;

  /// `Xen` and a zero byte, as a little-endian number.
  private static final int XEN = 0x006e_6558;

  private ElfNotes() {}

  /// The 32-bit entry, if a note says one.
  ///
  /// @param notes little-endian
  /// @param alignment of names and descriptions: 4 or 8
  static OptionalLong pvhEntry(String file, ByteBuffer notes, int alignment) throws BootException {
    long end = notes.capacity();
    long at = 0;
    while (end - at >= HEADER) {
      long nameSize = Integer.toUnsignedLong(notes.getInt((int) at));
      long size = Integer.toUnsignedLong(notes.getInt((int) at + 4));
      int type = notes.getInt((int) at + 8);
      long name = at + HEADER;
      long description = align(name + nameSize, alignment);
      if (description + size > end) {
        throw BootException.kernel(file, "its note at " + at + " is longer than its segment");
      }
      if (type == XEN_ELFNOTE_PHYS32_ENTRY && nameSize == 4 && notes.getInt((int) name) == XEN) {
        return OptionalLong.of(entry(file, notes, (int) description, size));
      }
      at = align(description + size, alignment);
    }
    return OptionalLong.empty();
  }

  private static long entry(String file, ByteBuffer notes, int at, long size) throws BootException {
    if (size != 4 && size != 8) {
      throw BootException.kernel(file, "its PVH entry is of " + size + " bytes, not 4 or 8");
    }
    long entry = size == 4 ? Integer.toUnsignedLong(notes.getInt(at)) : notes.getLong(at);
    if (entry >>> 32 != 0) {
      throw BootException.kernel(
          file, "its PVH entry 0x" + Long.toHexString(entry) + " is not below 4 GiB");
    }
    return entry;
  }

  private static long align(long value, int alignment) {
    return value + alignment - 1 & -alignment;
  }
}
