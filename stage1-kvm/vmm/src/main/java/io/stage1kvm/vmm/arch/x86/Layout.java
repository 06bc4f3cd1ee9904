package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestMemory;

/// Every address of the machine that is fixed: memory, ports and interrupts. All in bytes from
/// guest address 0. The first 640 KiB hold what the kernel reads once, each in a page of its own
/// where it is of one, and nothing above [#LOW_MEMORY_END] is told to the kernel as memory until
/// [#HIGH_MEMORY].
public final class Layout {

  // ---- Low memory: what the kernel is entered with -------------------------------------------

  /// Global descriptors, 5 of 8 bytes; above the BIOS data area (0x400 to 0x4ff), where a kernel
  /// still looks for words of a BIOS.
  static final long GDT = 0x500;

  /// One empty descriptor of 8 bytes: an exception before the kernel has its own table is fatal.
  static final long IDT = 0x540;

  /// `struct hvm_start_info` of 56 bytes, which PVH hands over in ebx.
  static final long START_INFO = 0x6000;

  /// `struct hvm_modlist_entry` of 32 bytes: the initramfs.
  static final long MODULE_LIST = 0x6040;

  /// The memory map of PVH, 24 bytes each entry, one page.
  static final long MEMORY_MAP = 0x7000;

  /// `struct boot_params` of one page, for a kernel that is entered in 64-bit mode. Such a kernel
  /// gets no [#MEMORY_MAP].
  static final long ZERO_PAGE = 0x7000;

  /// Where the first push goes below: the page that ends at [#PAGE_TABLES].
  static final long BOOT_STACK = 0x8ff0;

  /// Three pages, only for the 64-bit entry: one of each level, the first GiB in pieces of 2 MiB.
  static final long PAGE_TABLES = 0x9000;

  /// How far the page tables reach: 1 GiB, all of what a kernel looks at before it has its own.
  static final long IDENTITY_MAPPED = 1L << 30;

  /// The kernel's command line, ended by a zero byte.
  static final long COMMAND_LINE = 0x2_0000;

  /// Bytes with the zero byte at the end: Linux's `COMMAND_LINE_SIZE`, it would cut off the rest
  /// without a word.
  static final int COMMAND_LINE_SIZE = 2048;

  /// The end of what the kernel may use below 1 MiB: the last KiB of the 640, where a BIOS has its
  /// extended data and where kernels look for an MP table.
  static final long LOW_MEMORY_END = 0x9_fc00;

  /// The MP floating pointer, 16 bytes, then the table behind it: 1.6 KiB for 64 processors.
  static final long MP_TABLE = LOW_MEMORY_END;

  /// ACPI's first table, 36 bytes. Kernels that are not told look here first.
  static final long RSDP = 0xe_0000;

  /// The other tables of ACPI, up to [#RESET_VECTOR] at most.
  static final long ACPI_TABLES = 0xe_0040;

  /// Where a BIOS begins, 16 bytes in real mode.
  static final long RESET_VECTOR = 0xf_fff0;

  /// From here on all memory is the kernel's: 1 MiB.
  static final long HIGH_MEMORY = 0x10_0000;

  /// Where the 32-bit part of a bzImage lies, by the boot protocol.
  static final long BZIMAGE = HIGH_MEMORY;

  // ---- Devices in memory: in the gap from 3 GiB to 4 GiB --------------------------------------

  /// The first virtio-mmio device: in the gap, 256 MiB above the end of memory.
  static final long MMIO_DEVICES = 0xd000_0000L;

  /// Bytes of each virtio-mmio device: a page, so that one can be given to another process.
  public static final int MMIO_DEVICE_SIZE = 0x1000;

  /// Where KVM's IOAPIC answers.
  static final long IOAPIC = 0xfec0_0000L;

  /// Where each processor's local APIC answers.
  static final long LOCAL_APIC = 0xfee0_0000L;

  /// Page that Intel's KVM needs for `KVM_SET_IDENTITY_MAP_ADDR`, to run without paging on
  /// processors that cannot; below [#TSS].
  public static final long KVM_IDENTITY_MAP = 0xfffb_c000L;

  /// Three pages that Intel's KVM needs for `KVM_SET_TSS_ADDR`, to run real mode on processors that
  /// cannot; below a BIOS's place.
  public static final long KVM_TSS = 0xfffb_d000L;

  // ---- Interrupts: GSIs, inputs of the IOAPIC ------------------------------------------------

  /// COM1's, as on a PC.
  public static final int COM1_GSI = 4;

  /// The first that is free: 0 is the timer's, 1 the keyboard's, 2 the cascade, 3 and 4 are serial
  /// ports.
  static final int FIRST_DEVICE_GSI = 5;

  /// The last input of the IOAPIC.
  static final int LAST_GSI = 23;

  /// Each virtio-mmio device has an interrupt of its own, so that no driver is called for another.
  public static final int MAX_MMIO_DEVICES = LAST_GSI - FIRST_DEVICE_GSI + 1;

  // ---- Ports -----------------------------------------------------------------------------------

  /// 16550 serial port, 8 ports.
  public static final int COM1 = 0x3f8;

  /// Keyboard controller: data, and [#I8042_COMMAND] four ports later; only its reset is there.
  public static final int I8042_DATA = 0x60;

  public static final int I8042_COMMAND = 0x64;

  /// Reset control of PCI chip sets, one port; also ACPI's reset register.
  public static final int RESET_CONTROL = 0xcf9;

  /// What is written there to reset.
  public static final int RESET_VALUE = 6;

  /// ACPI's sleep control and sleep status register, one port each.
  public static final int ACPI_SLEEP = 0x600;

  /// The type of sleep that switches the machine off, any of 0 to 7.
  public static final int ACPI_POWER_OFF = 5;

  /// The boot timer, one port: no chip of a PC is there.
  public static final int BOOT_TIMER = 0x900;

  /// The most processors: all APIC ids are of one byte, and tables of one size do for all.
  public static final int MAX_CPUS = 64;

  private Layout() {}

  /// The virtio-mmio device of a number.
  ///
  /// @param index from 0, less than [#MAX_MMIO_DEVICES]
  public static MmioDevice device(int index) {
    if (index < 0 || index >= MAX_MMIO_DEVICES) {
      throw new IllegalArgumentException(
          "device number '" + index + "' must be less than " + MAX_MMIO_DEVICES);
    }
    long address = MMIO_DEVICES + (long) index * MMIO_DEVICE_SIZE;
    return new MmioDevice(address, FIRST_DEVICE_GSI + index);
  }

  /// Where the first region of memory ends: whatever must be below 4 GiB lies before it.
  static long lowRegionEnd(GuestMemory memory) {
    return memory.regions().getFirst().end();
  }
}
