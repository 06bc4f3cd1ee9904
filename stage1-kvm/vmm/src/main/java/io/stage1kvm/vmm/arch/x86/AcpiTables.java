package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Hardware-reduced ACPI (ACPI 6.5, 4.1): a machine without the PC's power management chips, so
/// that a kernel neither probes nor calibrates them. Two ports are all: one switches the machine
/// off, one resets it.
final class AcpiTables {

  private static final int HEADER_SIZE = 36;
  private static final int CHECKSUM = 9;
  private static final int RSDP_SIZE = 36;
  private static final int RSDP_V1_SIZE = 20;
  private static final int FADT_SIZE = 276;
  private static final String OEM = "STAGE1";

  // Flags of the FADT (5.2.9).
  private static final int WBINVD = 1;
  private static final int NO_FIXED_POWER_BUTTON = 1 << 4;
  private static final int NO_FIXED_SLEEP_BUTTON = 1 << 5;
  private static final int RESET_REGISTER = 1 << 10;
  private static final int HW_REDUCED = 1 << 20;

  // Of its IAPC_BOOT_ARCH: what is not there; bit 1, a keyboard controller, is not set either.
  private static final int NO_VGA = 1 << 2;
  private static final int NO_CMOS_CLOCK = 1 << 5;

  private AcpiTables() {}

  /// All tables, the RSDP first.
  ///
  /// @param cpus from 1 to [Layout#MAX_CPUS]; their APIC ids are their numbers
  /// @param serial whether there is a serial port at [Layout#COM1]
  static List<Piece> of(int cpus, List<MmioDevice> devices, boolean serial) {
    Piece dsdt = new Piece(Layout.ACPI_TABLES, Dsdt.of(devices, serial));
    Piece fadt = new Piece(after(dsdt), fadt(dsdt.address()));
    Piece madt = new Piece(after(fadt), madt(cpus));
    ByteBuffer pointers = Piece.buffer(16);
    pointers.putLong(fadt.address()).putLong(madt.address());
    Piece xsdt = new Piece(after(madt), table("XSDT", 1, pointers.array()));
    if (xsdt.end() > Layout.RESET_VECTOR) {
      throw new IllegalArgumentException("acpi tables must end before the reset vector");
    }
    return List.of(rsdp(xsdt.address()), xsdt, fadt, madt, dsdt);
  }

  /// The next address for a table: only some kernels take one that is not aligned.
  private static long after(Piece piece) {
    return piece.end() + 15 & -16;
  }

  private static Piece rsdp(long xsdt) {
    ByteBuffer rsdp = Piece.buffer(RSDP_SIZE);
    rsdp.put(text("RSD PTR ")).put((byte) 0).put(text(OEM)).put((byte) 2).putInt(0);
    rsdp.putInt(RSDP_SIZE).putLong(xsdt);
    rsdp.put(8, Checksum.of(rsdp, 0, RSDP_V1_SIZE));
    rsdp.put(32, Checksum.of(rsdp, 0, RSDP_SIZE));
    return Piece.of(Layout.RSDP, rsdp);
  }

  private static byte[] fadt(long dsdt) {
    ByteBuffer body = Piece.buffer(FADT_SIZE - HEADER_SIZE);
    body.putShort(109 - HEADER_SIZE, (short) (NO_VGA | NO_CMOS_CLOCK));
    int flags =
        WBINVD | NO_FIXED_POWER_BUTTON | NO_FIXED_SLEEP_BUTTON | RESET_REGISTER | HW_REDUCED;
    body.putInt(112 - HEADER_SIZE, flags);
    port(body, 116, Layout.RESET_CONTROL);
    body.put(128 - HEADER_SIZE, (byte) Layout.RESET_VALUE);
    body.put(131 - HEADER_SIZE, (byte) 5); // 6.5
    body.putLong(140 - HEADER_SIZE, dsdt);
    port(body, 244, Layout.ACPI_SLEEP);
    port(body, 256, Layout.ACPI_SLEEP + 1);
    body.put(268 - HEADER_SIZE, text("STAGE1KV")); // Hypervisor.
    return table("FACP", 6, body.array());
  }

  /// A generic address of 8 bits among the ports.
  private static void port(ByteBuffer body, int offset, int port) {
    int at = offset - HEADER_SIZE;
    body.put(at, (byte) 1).put(at + 1, (byte) 8).put(at + 3, (byte) 1).putLong(at + 4, port);
  }

  private static byte[] madt(int cpus) {
    ByteBuffer body = Piece.buffer(8 + 8 * cpus + 12 + 6);
    body.putInt((int) Layout.LOCAL_APIC).putInt(0);
    for (int i = 0; i < cpus; i++) {
      body.put((byte) 0).put((byte) 8).put((byte) i).put((byte) i).putInt(1); // Enabled.
    }
    body.put((byte) 1).put((byte) 12).put(MpTable.ioapicId(cpus)).put((byte) 0);
    body.putInt((int) Layout.IOAPIC).putInt(0); // Its inputs are GSI 0 and following.
    // NMI at the second input of all local APICs.
    body.put((byte) 4).put((byte) 6).put((byte) 0xff).putShort((short) 0).put((byte) 1);
    return table("APIC", 5, body.array());
  }

  /// A table with its header and checksum.
  static byte[] table(String signature, int revision, byte[] body) {
    ByteBuffer table = Piece.buffer(HEADER_SIZE + body.length);
    table.put(text(signature)).putInt(table.capacity()).put((byte) revision).put((byte) 0);
    table.put(text(OEM)).put(text("STAGE1KV")).putInt(1).put(text("S1KV")).putInt(1);
    table.put(body);
    table.put(CHECKSUM, Checksum.of(table, 0, table.capacity()));
    return table.array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
