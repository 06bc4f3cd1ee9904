package io.stage1kvm.vmm;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.vmm.arch.x86.BootImage;
import io.stage1kvm.vmm.arch.x86.Discovery;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// A kernel of some 32-bit instructions at 1 MiB, entered by PVH.
final class TinyKernel implements AutoCloseable {

  private static final int CODE = 0x1000;
  private static final long ADDRESS = 0x100000;

  private final Fd file;
  private final String name;

  /// @param code hexadecimal bytes
  TinyKernel(Path dir, String code) throws IOException {
    this(dir, HexFormat.ofDelimiter(" ").parseHex(code));
  }

  TinyKernel(Path dir, byte[] instructions) throws IOException {
    ByteBuffer elf = ByteBuffer.allocate(CODE + instructions.length);
    elf.order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putShort(16, (short) 2).putShort(18, (short) 62).putLong(24, ADDRESS).putLong(32, 64);
    elf.putShort(54, (short) 56).putShort(56, (short) 2);
    header(elf, 64, 1, CODE, ADDRESS, instructions.length);
    header(elf, 120, 4, 0x200, 0, 20);
    elf.putInt(0x200, 4).putInt(0x204, 4).putInt(0x208, 18);
    elf.putInt(0x20c, 0x006e6558).putInt(0x210, (int) ADDRESS);
    elf.put(CODE, instructions);
    Path path = Files.write(dir.resolve("kernel"), elf.array());
    file = Sys.files().openat(Fd.CWD, path.toString(), Fcntl.O_RDONLY);
    name = path.toString();
  }

  private static void header(ByteBuffer elf, int at, int type, int offset, long place, int size) {
    elf.putInt(at, type).putLong(at + 8, offset).putLong(at + 24, place);
    elf.putLong(at + 32, size).putLong(at + 40, size).putLong(at + 48, 4);
  }

  VmConfig config(int vcpus, VirtioDevice... devices) {
    return config(vcpus, Optional.empty(), List.of(devices));
  }

  VmConfig config(int vcpus, Optional<IntConsumer> serial, List<VirtioDevice> devices) {
    return new VmConfig(
        64L << 20,
        vcpus,
        new BootImage(name, file),
        Optional.empty(),
        "",
        Discovery.COMMAND_LINE,
        devices,
        serial);
  }

  @Override
  public void close() throws SyscallException {
    file.close();
  }
}
