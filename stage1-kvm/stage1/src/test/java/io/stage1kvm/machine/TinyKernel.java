package io.stage1kvm.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// Kernels of a few 32-bit instructions, as ELF files with a PVH entry. Any `/dev/kvm` runs them.
public final class TinyKernel {

  /// `mov al,0xfe; out 0x64,al; jmp $`
  public static final String RESET = "b0 fe e6 64 eb fe";

  /// `jmp $`
  public static final String SPIN = "eb fe";

  private static final int CODE = 0x1000;
  private static final int ADDRESS = 0x100000;

  private TinyKernel() {}

  /// The file for these instructions, in hexadecimal.
  public static byte[] of(String instructions) {
    byte[] code = HexFormat.ofDelimiter(" ").parseHex(instructions);
    ByteBuffer elf = ByteBuffer.allocate(CODE + code.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putShort(16, (short) 2).putShort(18, (short) 62).putLong(24, ADDRESS).putLong(32, 64);
    elf.putShort(54, (short) 56).putShort(56, (short) 2);
    elf.putInt(64, 1).putLong(72, CODE).putLong(88, ADDRESS);
    elf.putLong(96, code.length).putLong(104, code.length);
    elf.putInt(120, 4).putLong(128, 0x200).putLong(152, 20).putLong(160, 20).putLong(168, 4);
    elf.putInt(0x200, 4).putInt(0x204, 4).putInt(0x208, 18);
    elf.putInt(0x20c, 0x006e6558).putInt(0x210, ADDRESS);
    return elf.put(CODE, code).array();
  }
}
