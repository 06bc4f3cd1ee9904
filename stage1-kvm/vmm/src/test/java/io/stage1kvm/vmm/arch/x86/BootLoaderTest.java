package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.KvmState.kvm_dtable;
import io.stage1kvm.sys.abi.KvmState.kvm_regs;
import io.stage1kvm.sys.abi.KvmState.kvm_segment;
import io.stage1kvm.sys.abi.KvmState.kvm_sregs;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootLoaderTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path directory;
  private GuestMemory memory;

  @BeforeEach
  void create() throws Exception {
    memory = GuestMemory.create(64 * MIB);
  }

  @AfterEach
  void close() throws Exception {
    memory.close();
  }

  private CpuState load(byte[] kernel, byte[] initramfs, String commandLine) throws Exception {
    return load(Discovery.COMMAND_LINE, kernel, initramfs, commandLine);
  }

  private CpuState load(Discovery discovery, byte[] kernel, byte[] initramfs, String commandLine)
      throws Exception {
    Path kernelFile = Files.write(directory.resolve("vmlinux"), kernel);
    Path initramfsFile = directory.resolve("initramfs");
    if (initramfs != null) {
      Files.write(initramfsFile, initramfs);
    }
    try (Fd kernelFd = open(kernelFile);
        Fd initramfsFd = initramfs == null ? Fd.borrow(0) : open(initramfsFile)) {
      Optional<BootImage> image =
          initramfs == null
              ? Optional.empty()
              : Optional.of(new BootImage("initramfs", initramfsFd));
      return BootLoader.load(
          memory,
          new BootRequest(
              new BootImage("vmlinux", kernelFd),
              image,
              commandLine,
              2,
              discovery,
              List.of(Layout.device(0), Layout.device(1)),
              false));
    }
  }

  private static Fd open(Path file) throws Exception {
    return Sys.files().openat(Fd.CWD, file.toString(), Fcntl.O_RDONLY);
  }

  private String commandLine() throws Exception {
    byte[] bytes = new byte[Layout.COMMAND_LINE_SIZE];
    memory.read(Layout.COMMAND_LINE, bytes, 0, bytes.length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.substring(0, text.indexOf(0));
  }

  @Test
  void preparesPvh() throws Exception {
    CpuState state = load(TestElf.pvh().array(), "cpio".repeat(1025).getBytes(), "quiet -- x");

    assertThat(commandLine())
        .isEqualTo(
            "virtio_mmio.device=4K@0xd0000000:5 virtio_mmio.device=4K@0xd0001000:6 quiet -- x");
    assertThat(memory.getInt(0x6000)).isEqualTo(0x336e_c578);
    assertThat(memory.getInt(0x6004)).isEqualTo(1);
    assertThat(memory.getInt(0x600c)).isEqualTo(1);
    assertThat(memory.getLong(0x6010)).isEqualTo(0x6040);
    assertThat(memory.getLong(0x6018)).isEqualTo(0x2_0000);
    assertThat(memory.getLong(0x6020)).isZero();
    assertThat(memory.getLong(0x6028)).isEqualTo(0x7000);
    assertThat(memory.getInt(0x6030)).isEqualTo(3);
    assertThat(memory.getLong(0x6040)).isEqualTo(64 * MIB - 8192);
    assertThat(memory.getLong(0x6048)).isEqualTo(4100);
    assertThat(memory.getInt(64 * MIB - 8192)).isEqualTo(0x6f69_7063);
    assertThat(memory.getLong(0x7000 + 24)).isEqualTo(0x9_fc00);
    assertThat(memory.getLong(0x7000 + 32)).isEqualTo(0x6_0400);
    assertThat(memory.getInt(0x7000 + 40)).isEqualTo(2);
    assertThat(memory.getLong(0x7000 + 56)).isEqualTo(63 * MIB);

    Struct regs = state.regs();
    assertThat(regs.int64(kvm_regs.rip)).isEqualTo(TestElf.PVH_ENTRY);
    assertThat(regs.int64(kvm_regs.rbx)).isEqualTo(0x6000);
    assertThat(regs.int64(kvm_regs.rflags)).isEqualTo(2);
    Struct sregs = new Struct(kvm_sregs.sizeof);
    state.editSregs(sregs);
    assertThat(sregs.int64(kvm_sregs.cr0)).isEqualTo(0x11);
    assertThat(sregs.int64(kvm_sregs.cr4)).isZero();
    assertThat(sregs.int64(kvm_sregs.efer)).isZero();
    assertThat(sregs.uint8(kvm_sregs.cs + kvm_segment.db)).isEqualTo(1);
    assertThat(sregs.uint8(kvm_sregs.cs + kvm_segment.l)).isZero();
    // As they stand in memory, so that a kernel may load them again.
    assertThat(memory.getLong(0x510)).isEqualTo(0x00cf_9b00_0000_ffffL);
    assertThat(memory.getLong(0x518)).isEqualTo(0x00cf_9300_0000_ffffL);
    assertThat(memory.getLong(0x520)).isEqualTo(0x0000_8b00_0000_0067L);
  }

  @Test
  void preparesThe64BitEntry() throws Exception {
    CpuState state = load(TestElf.plain().array(), null, "");

    Struct regs = state.regs();
    assertThat(regs.int64(kvm_regs.rip)).isEqualTo(TestElf.ELF_ENTRY);
    assertThat(regs.int64(kvm_regs.rsi)).isEqualTo(0x7000);
    assertThat(regs.int64(kvm_regs.rsp)).isEqualTo(0x8ff0);
    assertThat(regs.int64(kvm_regs.rbp)).isEqualTo(0x8ff0);
    Struct sregs = new Struct(kvm_sregs.sizeof);
    state.editSregs(sregs);
    assertThat(sregs.int64(kvm_sregs.cr0)).isEqualTo(0x8000_0011L);
    assertThat(sregs.int64(kvm_sregs.cr3)).isEqualTo(0x9000);
    assertThat(sregs.int64(kvm_sregs.cr4)).isEqualTo(0x20);
    assertThat(sregs.int64(kvm_sregs.efer)).isEqualTo(0x500);
    assertThat(sregs.int64(kvm_sregs.gdt + kvm_dtable.base)).isEqualTo(0x500);
    assertThat(sregs.uint16(kvm_sregs.gdt + kvm_dtable.limit)).isEqualTo(0x27);
    assertThat(sregs.uint16(kvm_sregs.cs + kvm_segment.selector)).isEqualTo(0x10);
    assertThat(sregs.uint8(kvm_sregs.cs + kvm_segment.type)).isEqualTo(0xb);
    assertThat(sregs.uint8(kvm_sregs.cs + kvm_segment.l)).isEqualTo(1);
    assertThat(sregs.uint8(kvm_sregs.cs + kvm_segment.db)).isZero();
    assertThat(sregs.int32(kvm_sregs.ss + kvm_segment.limit)).isEqualTo(-1);
    assertThat(sregs.uint16(kvm_sregs.tr + kvm_segment.selector)).isEqualTo(0x20);
    assertThat(sregs.uint8(kvm_sregs.tr + kvm_segment.s)).isZero();
    assertThat(memory.getLong(0x510)).isEqualTo(0x00af_9b00_0000_ffffL);

    assertThat(memory.getLong(0x9000)).isEqualTo(0xa003);
    assertThat(memory.getLong(0xa000)).isEqualTo(0xb003);
    assertThat(memory.getLong(0xb000)).isEqualTo(0x83);
    assertThat(memory.getLong(0xbff8)).isEqualTo(0x3fe0_0083);
    assertThat(memory.getU8(0x71e8)).isEqualTo(3);
    assertThat(memory.getU16(0x71fe)).isEqualTo(0xaa55);
    assertThat(memory.getU8(0x7210)).isEqualTo(0xff);
    assertThat(memory.getInt(0x7228)).isEqualTo(0x2_0000);
    assertThat(memory.getInt(0x721c)).isZero();
  }

  /// Told by ACPI or by the command line, never by both.
  @Test
  void tellsOfDevicesInOneWay() throws Exception {
    load(TestElf.pvh().array(), null, "quiet");
    assertThat(memory.getLong(0xe_0000)).isZero();
    assertThat(memory.getInt(0x9_fc00)).isEqualTo(0x5f50_4d5f);
    load(Discovery.ACPI, TestElf.pvh().array(), null, "quiet");
    assertThat(commandLine()).isEqualTo("quiet");
    // mov al, 6; mov dx, 0xcf9; out dx, al; hlt; jmp to hlt
    assertThat(memory.getLong(0xf_fff0)).isEqualTo(0xebf4_ee0c_f9ba_06b0L);
    assertThat(memory.getU8(0xf_fff8)).isEqualTo(0xfd);
    assertThat(memory.getLong(0x6020)).isEqualTo(0xe_0000);
    assertThat(memory.getLong(0xe_0000)).isEqualTo(0x2052_5450_2044_5352L);
    load(Discovery.ACPI, TestElf.plain().array(), null, "quiet");
    assertThat(memory.getLong(0x7070)).isEqualTo(0xe_0000);
  }

  @Test
  void tellsOfMemoryBehindTheGap() throws Exception {
    memory.close();
    memory = GuestMemory.create(6L << 30);
    load(TestElf.pvh().array(), new byte[4096], "");
    assertThat(memory.getInt(0x6030)).isEqualTo(4);
    assertThat(memory.getLong(0x7000 + 48)).isEqualTo(MIB);
    assertThat(memory.getLong(0x7000 + 56)).isEqualTo((3L << 30) - MIB);
    assertThat(memory.getLong(0x7000 + 72)).isEqualTo(4L << 30);
    assertThat(memory.getLong(0x7000 + 80)).isEqualTo(3L << 30);
    assertThat(memory.getLong(0x6040)).isEqualTo((3L << 30) - 4096);
  }

  @Test
  void bootsADistributionsKernel() throws Exception {
    memory.close();
    memory = GuestMemory.create(128 * MIB);
    CpuState state = load(Discovery.ACPI, BzImageTest.image().array(), new byte[8192], "quiet");
    assertThat(state.rip()).isEqualTo(0x10_0200);
    assertThat(memory.getInt(0x10_0200)).isNotZero();
    assertThat(memory.getInt(0x7218)).isEqualTo(128 * (int) MIB - 8192);
  }

  @Test
  void refusesAnInitramfsThatDoesNotFit() {
    byte[] large = new byte[(int) (64 * MIB - TestElf.DATA_ADDRESS - TestElf.DATA_MEMORY)];
    assertThat(loadWith(large)).isNull();
    assertThat(loadWith(new byte[large.length + 1]))
        .isEqualTo(
            "cannot load initramfs 'initramfs': its 33538049 bytes do not fit behind the kernel,"
                + " where 33538048 are\nhint: give the machine more memory");
    assertThat(loadWith(new byte[0])).isEqualTo("cannot load initramfs 'initramfs': it is empty");
  }

  private String loadWith(byte[] initramfs) {
    try {
      load(TestElf.pvh().array(), initramfs, "");
      return null;
    } catch (Exception e) {
      return e.getMessage();
    }
  }

  @Test
  void checksTheCommandLine() throws Exception {
    String devices = "virtio_mmio.device=4K@0xd0000000:5 virtio_mmio.device=4K@0xd0001000:6 ";
    byte[] kernel = TestElf.pvh().array();
    String longest = "x".repeat(2047 - devices.length());
    load(kernel, null, longest);
    assertThat(commandLine()).isEqualTo(devices + longest);
    assertThatThrownBy(() -> load(kernel, null, longest + "x"))
        .isInstanceOf(BootException.class)
        .hasMessage("kernel command line must be of at most 2047 bytes, it is of 2048");
    assertThatThrownBy(() -> load(kernel, null, "a\nb"))
        .hasMessage("kernel command line must have no control characters, it has 0x0a");
  }
}
