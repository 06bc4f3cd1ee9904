package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.vmm.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElfKernelTest {
  private static final long LIMIT = 64 << 20;
  private static final int TEXT = TestElf.phdr(0);
  private static final int DATA = TestElf.phdr(1);
  private static final int NOTE = TestElf.phdr(2);
  private static final int XEN = TestElf.NOTES + 36;

  private static Kernel parse(ByteBuffer elf) throws Exception {
    return Kernel.parse(new BytesImage("vmlinux", elf.array()), LIMIT);
  }

  @Test
  void prefersPvh() throws Exception {
    Kernel kernel = parse(TestElf.pvh());
    assertThat(kernel.entry()).isEqualTo(new Entry.Pvh(TestElf.PVH_ENTRY));
    assertThat(kernel.end()).isEqualTo(TestElf.DATA_ADDRESS + TestElf.DATA_MEMORY);
  }

  @Test
  void takesTheEntryOfTheElfHeaderWithoutPvh() throws Exception {
    assertThat(parse(TestElf.plain()).entry()).isEqualTo(new Entry.Long64(TestElf.ELF_ENTRY));
  }

  @Test
  void readsA32BitNoteAndNotesAlignedTo8() throws Exception {
    ByteBuffer elf = TestElf.pvh();
    TestElf.note(elf, XEN, "Xen", 18, TestElf.intBytes((int) TestElf.PVH_ENTRY + 4));
    elf.putLong(NOTE + 32, 36 + 20);
    assertThat(parse(elf).entry()).isEqualTo(new Entry.Pvh(TestElf.PVH_ENTRY + 4));

    ByteBuffer aligned = TestElf.pvh();
    Arrays.fill(aligned.array(), TestElf.NOTES, TestElf.NOTES + 0x80, (byte) 0);
    TestElf.note(aligned, TestElf.NOTES, "GNU", 3, new byte[8]); // 24 bytes.
    TestElf.note(aligned, TestElf.NOTES + 24, "Xen", 18, TestElf.longBytes(TestElf.PVH_ENTRY));
    aligned.putLong(NOTE + 32, 48).putLong(NOTE + 48, 8);
    assertThat(parse(aligned).entry()).isEqualTo(new Entry.Pvh(TestElf.PVH_ENTRY));
  }

  @Test
  void loadsSegmentsAndLeavesTheRestZero() throws Exception {
    ByteBuffer elf = TestElf.pvh();
    BytesImage image = new BytesImage("vmlinux", elf.array());
    try (GuestMemory memory = GuestMemory.create(LIMIT)) {
      Kernel.parse(image, LIMIT).load(image, memory);
      byte[] text = new byte[TestElf.TEXT_SIZE + 8];
      memory.read(TestElf.TEXT_ADDRESS, text, 0, text.length);
      assertThat(Arrays.copyOf(text, TestElf.TEXT_SIZE))
          .isEqualTo(image.read(TestElf.TEXT, TestElf.TEXT_SIZE));
      assertThat(memory.getLong(TestElf.TEXT_ADDRESS + TestElf.TEXT_SIZE)).isZero();
      assertThat(memory.getU8(TestElf.DATA_ADDRESS + TestElf.DATA_SIZE - 1))
          .isEqualTo(elf.get(TestElf.DATA + TestElf.DATA_SIZE - 1) & 0xff);
    }
  }

  private static Arguments bad(Consumer<ByteBuffer> change, String reason) {
    return Arguments.of(change, reason);
  }

  private static final String INCOMPLETE = "\nhint: the file is not complete";
  private static final String OTHER =
      "it is neither an ELF file nor a bzImage"
          + "\nhint: give an uncompressed vmlinux or a distribution's vmlinuz";

  static Stream<Arguments> badKernels() {
    return Stream.of(
        bad(elf -> elf.putInt(0, 0), OTHER),
        bad(elf -> elf.put(4, (byte) 1), "it is an ELF file for another processor than x86-64"),
        bad(elf -> elf.put(5, (byte) 2), "it is an ELF file for another processor than x86-64"),
        bad(
            elf -> elf.putShort(18, (short) 183),
            "it is an ELF file for another processor than x86-64"),
        bad(
            elf -> elf.putShort(16, (short) 1),
            "it is not an executable ELF file"
                + "\nhint: give an uncompressed vmlinux or a distribution's vmlinuz"),
        bad(elf -> elf.putShort(54, (short) 32), "its program headers are of 32 bytes, not 56"),
        bad(elf -> elf.putShort(56, (short) 0), "it has no segments to load"),
        bad(elf -> elf.putShort(56, (short) -1), "it has 65535 program headers, more than 64"),
        bad(elf -> elf.putShort(56, (short) 65), "it has 65 program headers, more than 64"),
        bad(
            elf -> elf.putLong(32, 0x2300),
            "it ends before its table of program headers does" + INCOMPLETE),
        bad(
            elf -> elf.putLong(32, -56),
            "it ends before its table of program headers does" + INCOMPLETE),
        bad(
            elf -> elf.putLong(32, Long.MAX_VALUE),
            "it ends before its table of program headers does" + INCOMPLETE),
        bad(
            elf -> elf.putLong(TEXT + 8, 0x1fff),
            "it ends before its segment at 0x1000000 does" + INCOMPLETE),
        bad(
            elf -> elf.putLong(TEXT + 32, -1),
            "it ends before its segment at 0x1000000 does" + INCOMPLETE),
        bad(
            elf -> elf.putLong(TEXT + 40, TestElf.TEXT_SIZE - 1),
            "its segment at 0x1000000 is larger in the file than in memory"),
        bad(elf -> elf.putLong(TEXT + 24, 0xf_ffff), "its segment at 0xfffff is below 1 MiB"),
        bad(
            elf -> elf.putLong(DATA + 24, LIMIT - TestElf.DATA_MEMORY + 1),
            "its segment at 0x3ffc001 is not inside the machine's memory"
                + "\nhint: give the machine more memory than 64 MiB"),
        bad(
            elf -> elf.putLong(DATA + 24, -4096),
            "its segment at 0xfffffffffffff000 is not inside the machine's memory"
                + "\nhint: give the machine more memory than 64 MiB"),
        bad(
            elf -> elf.putLong(DATA + 40, Long.MIN_VALUE),
            "its segment at 0x2000000 is not inside the machine's memory"
                + "\nhint: give the machine more memory than 64 MiB"),
        bad(
            elf -> elf.putLong(DATA + 24, TestElf.TEXT_ADDRESS + TestElf.TEXT_SIZE - 1),
            "its segment at 0x10007ff overlaps another"),
        bad(
            elf -> elf.putLong(XEN + 16, TestElf.TEXT_ADDRESS + TestElf.TEXT_SIZE),
            "its entry 0x1000800 is not inside a segment"),
        bad(elf -> elf.putLong(XEN + 16, 1L << 32), "its PVH entry 0x100000000 is not below 4 GiB"),
        bad(elf -> elf.putInt(XEN + 4, 7), "its PVH entry is of 7 bytes, not 4 or 8"),
        bad(elf -> elf.putInt(XEN + 4, 9), "its note at 36 is longer than its segment"),
        bad(elf -> elf.putInt(XEN, -1), "its note at 36 is longer than its segment"),
        bad(
            elf -> elf.putInt(TestElf.NOTES + 4, Integer.MAX_VALUE),
            "its note at 0 is longer than its segment"),
        bad(elf -> elf.putLong(NOTE + 32, 32), "its note at 0 is longer than its segment"),
        bad(elf -> elf.putLong(NOTE + 8, -1), "it ends before its note segment does" + INCOMPLETE),
        bad(
            elf -> elf.putShort(56, (short) 2).putLong(24, TestElf.TEXT_ADDRESS - 1),
            "its entry 0xffffff is not inside a segment"));
  }

  @ParameterizedTest
  @MethodSource("badKernels")
  void refuses(Consumer<ByteBuffer> change, String reason) {
    ByteBuffer elf = TestElf.pvh();
    change.accept(elf);
    assertThatThrownBy(() -> parse(elf))
        .isInstanceOf(BootException.class)
        .hasMessage("cannot load kernel 'vmlinux': " + reason);
  }

  @Test
  void refusesAFileThatEndsInItsHeader() {
    byte[] cut = Arrays.copyOf(TestElf.pvh().array(), 63);
    assertThatThrownBy(() -> Kernel.parse(new BytesImage("x", cut), LIMIT))
        .hasMessage("cannot load kernel 'x': it ends inside its ELF header");
    assertThatThrownBy(() -> Kernel.parse(new BytesImage("x", new byte[0]), LIMIT))
        .hasMessage("cannot load kernel 'x': " + OTHER);
  }

  @Test
  void refusesNotesThatAreTooLong() {
    byte[] large = Arrays.copyOf(TestElf.pvh().array(), 0x2_0000);
    TestElf.segment(
        ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN), 2, 4, 0x400, 0x1_0001, 0, 0x1_0001);
    assertThatThrownBy(() -> Kernel.parse(new BytesImage("x", large), LIMIT))
        .hasMessage("cannot load kernel 'x': its notes are of 65537 bytes, more than 65536");
  }

  @Test
  void refusesA64BitEntryOutsideThePageTables() {
    ByteBuffer elf = TestElf.plain();
    elf.putLong(DATA + 24, Layout.IDENTITY_MAPPED);
    assertThatThrownBy(() -> Kernel.parse(new BytesImage("x", elf.array()), 2L << 30))
        .hasMessage(
            "cannot load kernel 'x': it has no PVH entry and does not lie in the first GiB");
  }

  @Test
  void namesThePackerOfACompressedKernel() {
    byte[] packed = new byte[64];
    packed[0] = 0x1f;
    packed[1] = (byte) 0x8b;
    assertThatThrownBy(() -> Kernel.parse(new BytesImage("x.gz", packed), LIMIT))
        .hasMessage(
            "cannot load kernel 'x.gz': it is compressed with gzip"
                + "\nhint: unpack it with 'gzip -d'");
  }
}
