package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Intel's MultiProcessor Specification 1.4: processors and interrupt lines for kernels without
/// ACPI.
final class MpTable {

  private static final int POINTER_SIZE = 16;
  private static final int HEADER_SIZE = 44;
  private static final int CPU_SIZE = 20;
  private static final int ENTRY_SIZE = 8;
  private static final int SPECIFICATION = 4; // 1.4
  private static final int APIC_VERSION = 0x14;

  private static final int CPU = 0;
  private static final int BUS = 1;
  private static final int IOAPIC = 2;
  private static final int IO_INTERRUPT = 3;
  private static final int LOCAL_INTERRUPT = 4;

  private static final int ENABLED = 1;
  private static final int BOOT_CPU = 2;

  /// Family 6, the rest is in CPUID, and an FPU and an APIC on the chip.
  private static final int CPU_SIGNATURE = 0x600;

  private static final int CPU_FEATURES = 0x201;

  private static final int INT = 0;
  private static final int NMI = 1;
  private static final int EXTINT = 3;
  private static final int ALL_CPUS = 0xff;

  private MpTable() {}

  /// @param cpus from 1 to [Layout#MAX_CPUS]; their APIC ids are their numbers
  static Piece of(int cpus) {
    int lines = Layout.LAST_GSI + 1;
    int entries = cpus + 2 + lines + 2;
    int size = HEADER_SIZE + cpus * CPU_SIZE + (entries - cpus) * ENTRY_SIZE;
    ByteBuffer table = Piece.buffer(POINTER_SIZE + size);
    pointer(table);
    header(table, size, entries);
    for (int i = 0; i < cpus; i++) {
      table.put((byte) CPU).put((byte) i).put((byte) APIC_VERSION);
      table.put((byte) (ENABLED | (i == 0 ? BOOT_CPU : 0)));
      table.putInt(CPU_SIGNATURE).putInt(CPU_FEATURES).putLong(0);
    }
    table.put((byte) BUS).put((byte) 0).put(text("ISA   "));
    byte ioapic = ioapicId(cpus);
    table.put((byte) IOAPIC).put(ioapic).put((byte) APIC_VERSION).put((byte) ENABLED);
    table.putInt((int) Layout.IOAPIC);
    for (int i = 0; i < lines; i++) {
      interrupt(table, IO_INTERRUPT, INT, i, ioapic, i);
    }
    interrupt(table, LOCAL_INTERRUPT, EXTINT, 0, 0, 0);
    interrupt(table, LOCAL_INTERRUPT, NMI, 0, ALL_CPUS, 1);
    table.put(POINTER_SIZE + 7, Checksum.of(table, POINTER_SIZE, size));
    return Piece.of(Layout.MP_TABLE, table);
  }

  /// The first id that no processor has.
  static byte ioapicId(int cpus) {
    return (byte) cpus;
  }

  private static void pointer(ByteBuffer table) {
    table.put(text("_MP_")).putInt((int) Layout.MP_TABLE + POINTER_SIZE);
    table.put((byte) 1).put((byte) SPECIFICATION); // Length in 16 bytes.
    table.position(POINTER_SIZE);
    table.put(10, Checksum.of(table, 0, POINTER_SIZE));
  }

  private static void header(ByteBuffer table, int size, int entries) {
    table.put(text("PCMP")).putShort((short) size).put((byte) SPECIFICATION).put((byte) 0);
    table.put(text("STAGE1  ")).put(text("KVM         ")).putInt(0).putShort((short) 0);
    table.putShort((short) entries).putInt((int) Layout.LOCAL_APIC).putInt(0);
  }

  /// From line `source` of the only bus to input `input` of an APIC; the bus's own trigger and
  /// polarity.
  private static void interrupt(
      ByteBuffer table, int entry, int type, int source, int apic, int input) {
    table.put((byte) entry).put((byte) type).putShort((short) 0);
    table.put((byte) 0).put((byte) source).put((byte) apic).put((byte) input);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
