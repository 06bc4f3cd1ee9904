package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.util.List;

/// What the processor itself reads from memory before the kernel has tables of its own.
final class ProcessorTables {

  private static final int PAGE = 4096;
  private static final int PRESENT_WRITABLE = 0x3;
  private static final int LARGE_PAGE = 0x83;
  private static final int LARGE_PAGE_SHIFT = 21;

  private ProcessorTables() {}

  /// The descriptors of the segments, at the places that their selectors say.
  static Piece gdt(CpuState state) {
    ByteBuffer table = Piece.buffer(CpuState.GDT_SIZE);
    for (Segment segment : List.of(state.code(), state.data(), state.task())) {
      table.putLong(segment.selector(), segment.descriptor());
    }
    return Piece.of(Layout.GDT, table);
  }

  /// All that is left of a BIOS: resets the machine. Linux jumps there to reboot where ACPI is
  /// hardware-reduced and there is no EFI, instead of using ACPI's own register.
  static Piece resetVector() {
    byte[] code = {
      (byte) 0xb0,
      Layout.RESET_VALUE, // mov al, 6
      (byte) 0xba,
      (byte) Layout.RESET_CONTROL,
      (byte) (Layout.RESET_CONTROL >> 8), // mov dx, 0xcf9
      (byte) 0xee, // out dx, al
      (byte) 0xf4, // hlt
      (byte) 0xeb,
      (byte) 0xfd // jmp to hlt
    };
    return new Piece(Layout.RESET_VECTOR, code);
  }

  /// The first GiB at its own addresses: one table of each of the three levels.
  static Piece pageTables() {
    ByteBuffer tables = Piece.buffer(3 * PAGE);
    tables.putLong(0, Layout.PAGE_TABLES + PAGE | PRESENT_WRITABLE);
    tables.putLong(PAGE, Layout.PAGE_TABLES + 2 * PAGE | PRESENT_WRITABLE);
    for (int i = 0; i < Layout.IDENTITY_MAPPED >> LARGE_PAGE_SHIFT; i++) {
      tables.putLong(2 * PAGE + 8 * i, (long) i << LARGE_PAGE_SHIFT | LARGE_PAGE);
    }
    return Piece.of(Layout.PAGE_TABLES, tables);
  }
}
