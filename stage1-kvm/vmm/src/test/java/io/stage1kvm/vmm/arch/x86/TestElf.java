package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes small kernels: a header, two segments to load, at 16 MiB and 32 MiB, and notes with the
/// PVH entry. Tests change bytes of it.
final class TestElf {

  static final int PHDRS = 64;
  static final int PHDR_SIZE = 56;
  static final int NOTES = 0x400;
  static final int TEXT = 0x1000;
  static final int TEXT_SIZE = 0x800;
  static final int DATA = 0x2000;
  static final int DATA_SIZE = 0x300;
  static final long TEXT_ADDRESS = 0x100_0000;
  static final long DATA_ADDRESS = 0x200_0000;
  static final long DATA_MEMORY = 0x4000;
  static final long ELF_ENTRY = TEXT_ADDRESS + 0x123;
  static final long PVH_ENTRY = TEXT_ADDRESS + 0x40;

  private TestElf() {}

  /// With a PVH entry.
  static ByteBuffer pvh() {
    ByteBuffer elf = ByteBuffer.allocate(DATA + DATA_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c_457f).put(4, (byte) 2).put(5, (byte) 1).put(6, (byte) 1);
    elf.putShort(16, (short) 2).putShort(18, (short) 62).putInt(20, 1);
    elf.putLong(24, ELF_ENTRY).putLong(32, PHDRS);
    elf.putShort(52, (short) 64).putShort(54, (short) PHDR_SIZE).putShort(56, (short) 3);
    segment(elf, 0, 1, TEXT, TEXT_SIZE, TEXT_ADDRESS, TEXT_SIZE);
    segment(elf, 1, 1, DATA, DATA_SIZE, DATA_ADDRESS, DATA_MEMORY);
    int notes = note(elf, NOTES, "GNU", 3, new byte[20]);
    notes = note(elf, notes, "Xen", 18, longBytes(PVH_ENTRY));
    segment(elf, 2, 4, NOTES, notes - NOTES, 0, notes - NOTES);
    elf.putLong(PHDRS + 2 * PHDR_SIZE + 48, 4);
    fill(elf, TEXT, TEXT_SIZE);
    fill(elf, DATA, DATA_SIZE);
    return elf;
  }

  /// Without one.
  static ByteBuffer plain() {
    return pvh().putShort(56, (short) 2);
  }

  static int phdr(int index) {
    return PHDRS + index * PHDR_SIZE;
  }

  static void segment(
      ByteBuffer elf, int index, int type, long offset, long size, long address, long memory) {
    int at = phdr(index);
    elf.putInt(at, type).putLong(at + 8, offset).putLong(at + 24, address);
    elf.putLong(at + 32, size).putLong(at + 40, memory);
  }

  static int note(ByteBuffer elf, int at, String name, int type, byte[] description) {
    byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    elf.putInt(at, text.length).putInt(at + 4, description.length).putInt(at + 8, type);
    elf.put(at + 12, text);
    int data = at + 12 + (text.length + 3 & -4);
    elf.put(data, description);
    return data + (description.length + 3 & -4);
  }

  static byte[] longBytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  static byte[] intBytes(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static void fill(ByteBuffer elf, int at, int size) {
    for (int i = at; i < at + size; i++) {
      elf.put(i, (byte) (i * 31 + 7));
    }
  }
}
