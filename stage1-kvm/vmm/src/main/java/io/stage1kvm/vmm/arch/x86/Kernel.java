package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;

/// A kernel whose headers were read and checked against each other, the file and the memory.
sealed interface Kernel permits ElfKernel, BzImage {

  /// Enough for both kinds of header.
  int HEADER = 4096;

  /// Reads all of it into memory that is still all zeros.
  void load(ImageFile file, GuestMemory memory) throws IOException, GuestFault;

  /// The mode and address it is entered with.
  Entry entry();

  /// The first address behind what it takes before it manages memory itself, at least as large as
  /// it is in the file.
  long end();

  /// The last address that a byte of the initramfs may have.
  long initramfsMax();

  /// Reads the headers.
  ///
  /// @param limit the first address behind the memory that it can be loaded to
  static Kernel parse(ImageFile file, long limit) throws IOException, BootException {
    long size = file.size();
    byte[] start = file.read(0, (int) Math.min(size, HEADER));
    if (ElfKernel.matches(start)) {
      return ElfKernel.parse(file, start, limit);
    }
    if (BzImage.matches(start)) {
      return BzImage.parse(file.name(), start, size, limit);
    }
    throw unknown(file.name(), start);
  }

  private static BootException unknown(String name, byte[] start) {
    String packer = packer(start);
    return packer == null
        ? BootException.kernel(
            name,
            "it is neither an ELF file nor a bzImage",
            "give an uncompressed vmlinux or a distribution's vmlinuz")
        : BootException.kernel(
            name, "it is compressed with " + packer, "unpack it with '" + packer + " -d'");
  }

  private static String packer(byte[] start) {
    if (start.length < 4) {
      return null;
    }
    return switch ((start[0] & 0xff) << 8 | start[1] & 0xff) {
      case 0x1f8b -> "gzip";
      case 0x28b5 -> "zstd";
      case 0xfd37 -> "xz";
      case 0x425a -> "bzip2";
      case 0x0422, 0x0221 -> "lz4";
      default -> null;
    };
  }
}
