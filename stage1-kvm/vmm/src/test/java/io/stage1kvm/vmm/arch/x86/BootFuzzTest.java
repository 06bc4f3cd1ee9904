package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.testkit.Mutations;
import io.stage1kvm.vmm.memory.MemoryRegion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random changes of kernels and random machines. A kernel is taken or refused with a
/// [BootException], nothing else; what is taken lies inside the memory. Tables are always whole.
class BootFuzzTest {
  private static final long LIMIT = 64 << 20;

  @Test
  void elf() throws Exception {
    byte[] pvh = TestElf.pvh().array();
    byte[] plain = TestElf.plain().array();
    Fuzz.of("elf", 400_000)
        .run(random -> kernel(random, random.nextBoolean() ? pvh : plain, 0x480));
  }

  @Test
  void bzImage() throws Exception {
    byte[] image = BzImageTest.image().array();
    Fuzz.of("bzimage", 400_000).run(random -> kernel(random, image, 0x290));
  }

  private static void kernel(SplittableRandom random, byte[] original, int hot) throws Exception {
    BytesImage file = new BytesImage("x", new Mutations(random).of(original, hot));
    Kernel kernel;
    try {
      kernel = Kernel.parse(file, LIMIT);
    } catch (BootException e) {
      assertThat(e.getMessage().startsWith("cannot load kernel 'x': ")).isTrue();
      return;
    }
    checkPlaces(kernel, file.size());
    assertThat(kernel.end() <= LIMIT).isTrue();
    long entry = kernel.entry().address();
    assertThat(entry >= Layout.HIGH_MEMORY && entry < kernel.end()).isTrue();
    checkInitramfs(random, kernel);
  }

  private static void checkPlaces(Kernel kernel, long size) {
    switch (kernel) {
      case ElfKernel elf -> {
        long end = Layout.HIGH_MEMORY;
        for (ElfKernel.Segment segment : elf.segments()) {
          assertThat(segment.address() >= end).isTrue();
          assertThat(segment.memorySize() >= segment.fileSize()).isTrue();
          assertThat(segment.fileOffset() >= 0 && segment.fileSize() >= 0).isTrue();
          assertThat(segment.fileOffset() <= size - segment.fileSize()).isTrue();
          end = segment.end();
        }
        assertThat(end).isEqualTo(kernel.end());
      }
      case BzImage image -> {
        assertThat(image.fileOffset() > 0 && image.fileSize() > 0).isTrue();
        assertThat(image.fileOffset() <= size - image.fileSize()).isTrue();
        assertThat(Layout.BZIMAGE + image.fileSize() <= kernel.end()).isTrue();
        assertThat(image.setupHeader().length <= 0x290 - BzImage.SETUP_HEADER).isTrue();
      }
    }
  }

  private static void checkInitramfs(SplittableRandom random, Kernel kernel) throws Exception {
    BytesImage file = new BytesImage("i", new byte[random.nextInt(0x1_0000)]);
    try {
      Initramfs initramfs = Initramfs.place(file, kernel, LIMIT);
      long end = initramfs.address() + initramfs.size();
      assertThat(initramfs.address() >= kernel.end() && end <= LIMIT).isTrue();
      assertThat(end - 1 <= kernel.initramfsMax()).isTrue();
    } catch (BootException e) {
      assertThat(e.getMessage().startsWith("cannot load initramfs 'i': ")).isTrue();
    }
  }

  @Test
  void tables() throws Exception {
    Fuzz.of("tables", 5_000).run(BootFuzzTest::tables);
  }

  private static void tables(SplittableRandom random) {
    int cpus = 1 + random.nextInt(Layout.MAX_CPUS);
    List<MmioDevice> devices = new ArrayList<>();
    for (int i = random.nextInt(Layout.MAX_MMIO_DEVICES + 1); i > 0; i--) {
      devices.add(new MmioDevice(random.nextInt() & 0xffff_f000L, random.nextInt(24)));
    }
    boolean serial = random.nextBoolean();
    AcpiDump dump = new AcpiDump(AcpiTables.of(cpus, devices, serial));
    assertThat(dump.aml()).hasSize(2 + 5 * devices.size() + (serial ? 4 : 0));
    List<Piece> pieces = new ArrayList<>(AcpiTables.of(cpus, devices, serial));
    pieces.add(MpTable.of(cpus));
    for (Piece piece : pieces) {
      assertThat(piece.address() >= Layout.LOW_MEMORY_END).isTrue();
      assertThat(piece.end() <= Layout.HIGH_MEMORY).isTrue();
    }
    assertThat(MpTable.of(cpus).end() <= Layout.RSDP).isTrue();
    MpTableTest.check(MpTable.of(cpus), cpus);
  }

  @Test
  void memoryMaps() throws Exception {
    Fuzz.of("memory maps", 400_000).run(BootFuzzTest::memoryMap);
  }

  private static void memoryMap(SplittableRandom random) {
    long low = (1L << 20) + (random.nextInt(0xbff0_0000 >>> 12 >>> 1) & 0xffffffL) * 4096;
    List<MemoryRegion> regions = new ArrayList<>(List.of(new MemoryRegion(0, low, 0)));
    if (random.nextBoolean()) {
      regions.add(new MemoryRegion(1L << 32, (1L + random.nextInt(1 << 24)) * 4096, low));
    }
    long end = 0;
    long ram = 0;
    for (MemoryMap.Entry entry : MemoryMap.of(regions).entries()) {
      assertThat(entry.address() >= end && entry.size() > 0).isTrue();
      end = entry.address() + entry.size();
      ram += entry.type() == MemoryMap.RAM ? entry.size() : 0;
    }
    long all = regions.stream().mapToLong(MemoryRegion::length).sum();
    assertThat(ram).isEqualTo(all - (Layout.HIGH_MEMORY - Layout.LOW_MEMORY_END));
  }

  @Test
  void cpuid() throws Exception {
    Fuzz.of("cpuid", 100_000).run(BootFuzzTest::cpuid);
  }

  private static void cpuid(SplittableRandom random) {
    int[] leaves = {0, 1, 4, 6, 7, 0xa, 0xb, 0x1f, 0x4000_0000, 0x8000_0001, 0x8000_0008};
    List<CpuidEntry> supported = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      int function = leaves[random.nextInt(leaves.length)] + random.nextInt(2);
      int vendor = random.nextBoolean() ? 0x6874_7541 : random.nextInt();
      supported.add(
          new CpuidEntry(
              function, i, 1, random.nextInt(), vendor, random.nextInt(), random.nextInt()));
    }
    int cpus = 1 + random.nextInt(Layout.MAX_CPUS);
    int cpu = random.nextInt(cpus);
    for (CpuidEntry entry : Cpuid.edit(supported, cpu, cpus, random.nextInt(3))) {
      int forbidden =
          switch (entry.function()) {
            case 1 -> entry.ecx() & 1 << 5 | entry.ebx() >>> 24 ^ cpu;
            case 0x8000_0001 -> entry.ecx() & 1 << 2;
            case 0xa -> entry.eax();
            default -> 0;
          };
      assertThat(forbidden).isZero();
    }
  }

  /// A kernel's size says nothing about the work of refusing it.
  @Test
  void endsSoonWithTheWorstNotes() throws Exception {
    ByteBuffer elf = TestElf.pvh();
    byte[] large = Arrays.copyOf(elf.array(), 1 << 20);
    ByteBuffer worst = ByteBuffer.wrap(large).order(elf.order());
    for (int i = 0; i < 64; i++) {
      TestElf.segment(worst, i, 4, 0x2_0000, ElfNotes.MAX_SIZE, 0, 0);
    }
    worst.putShort(56, (short) 64);
    long start = System.nanoTime();
    try {
      Kernel.parse(new BytesImage("x", large), LIMIT);
    } catch (BootException e) {
      assertThat(e).hasMessage("cannot load kernel 'x': it has no segments to load");
    }
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }
}
