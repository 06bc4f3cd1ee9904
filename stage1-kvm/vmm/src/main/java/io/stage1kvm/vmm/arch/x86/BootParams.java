package io.stage1kvm.vmm.arch.x86;

import java.nio.ByteBuffer;

/// What a kernel finds behind rsi when it is entered in 64-bit mode: `struct boot_params`, the
/// "zero page" of Linux's boot protocol.
final class BootParams {

  private static final int SIZE = 4096;
  private static final int ACPI_RSDP_ADDR = 0x070;
  private static final int E820_ENTRIES = 0x1e8;
  private static final int BOOT_FLAG = 0x1fe;
  private static final int HEADER = 0x202;
  private static final int TYPE_OF_LOADER = 0x210;
  private static final int LOADFLAGS = 0x211;
  private static final int RAMDISK_IMAGE = 0x218;
  private static final int RAMDISK_SIZE = 0x21c;
  private static final int CMD_LINE_PTR = 0x228;
  private static final int KERNEL_ALIGNMENT = 0x230;
  private static final int CMDLINE_SIZE = 0x238;
  private static final int E820_TABLE = 0x2d0;

  /// A boot loader without a number of its own.
  private static final byte UNDEFINED_LOADER = (byte) 0xff;

  private static final byte LOADED_HIGH = 1;

  private BootParams() {}

  /// @param rsdp address of ACPI's first table, 0 if there is none
  static Piece of(Kernel kernel, Initramfs initramfs, MemoryMap map, long rsdp) {
    ByteBuffer params = Piece.buffer(SIZE);
    if (kernel instanceof BzImage image) {
      params.put(BzImage.SETUP_HEADER, image.setupHeader());
    } else {
      params.putInt(KERNEL_ALIGNMENT, 0x100_0000);
    }
    params.putShort(BOOT_FLAG, (short) 0xaa55);
    params.putInt(HEADER, 0x5372_6448); // HdrS
    params.put(TYPE_OF_LOADER, UNDEFINED_LOADER);
    params.put(LOADFLAGS, (byte) (params.get(LOADFLAGS) | LOADED_HIGH));
    params.putInt(RAMDISK_IMAGE, (int) initramfs.address());
    params.putInt(RAMDISK_SIZE, (int) initramfs.size());
    params.putInt(CMD_LINE_PTR, (int) Layout.COMMAND_LINE);
    params.putInt(CMDLINE_SIZE, Layout.COMMAND_LINE_SIZE - 1);
    params.putLong(ACPI_RSDP_ADDR, rsdp);
    params.put(E820_ENTRIES, (byte) map.entries().size());
    params.position(E820_TABLE);
    for (MemoryMap.Entry entry : map.entries()) {
      params.putLong(entry.address()).putLong(entry.size()).putInt(entry.type());
    }
    return Piece.of(Layout.ZERO_PAGE, params);
  }
}
