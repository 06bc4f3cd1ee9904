package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a kernel finds behind ebx when it is entered by PVH: Xen's
/// `public/arch-x86/hvm/start_info.h`, version 1.
final class StartInfo {

  private static final int MAGIC = 0x336e_c578;
  private static final int VERSION = 1;
  private static final int SIZE = 56;
  private static final int MODULE_SIZE = 32;
  private static final int MAP_ENTRY_SIZE = 24;

  private StartInfo() {}

  /// @param rsdp address of ACPI's first table, 0 if there is none
  static List<Piece> pieces(Initramfs initramfs, MemoryMap map, long rsdp) {
    boolean module = initramfs.size() > 0;
    ByteBuffer info = Piece.buffer(SIZE);
    info.putInt(MAGIC).putInt(VERSION);
    info.putInt(0).putInt(module ? 1 : 0); // Flags, modules.
    info.putLong(module ? Layout.MODULE_LIST : 0);
    info.putLong(Layout.COMMAND_LINE).putLong(rsdp);
    info.putLong(Layout.MEMORY_MAP).putInt(map.entries().size()).putInt(0);
    List<Piece> pieces = new ArrayList<>(List.of(Piece.of(Layout.START_INFO, info), map(map)));
    if (module) {
      ByteBuffer list = Piece.buffer(MODULE_SIZE); // No command line of its own.
      list.putLong(initramfs.address()).putLong(initramfs.size());
      pieces.add(Piece.of(Layout.MODULE_LIST, list));
    }
    return pieces;
  }

  private static Piece map(MemoryMap map) {
    ByteBuffer table = Piece.buffer(map.entries().size() * MAP_ENTRY_SIZE);
    for (MemoryMap.Entry entry : map.entries()) {
      table.putLong(entry.address()).putLong(entry.size()).putInt(entry.type()).putInt(0);
    }
    return Piece.of(Layout.MEMORY_MAP, table);
  }
}
