package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuidTest {
  private static final int GENU = 0x756e_6547;
  private static final int AUTH = 0x6874_7541;

  private static CpuidEntry leaf(int function, int index, int eax, int ebx, int ecx, int edx) {
    return new CpuidEntry(function, index, 0, eax, ebx, ecx, edx);
  }

  /// Every bit that is to be cleared is set, and the other way round.
  private static List<CpuidEntry> supported(int vendor) {
    return List.of(
        leaf(0, 0, 7, vendor, 0, 0),
        leaf(1, 0, 0x806e9, 0x5510_0042, 1 << 5 | 1 << 15 | 1 << 3, 1 << 28 | 1),
        leaf(4, 0, 0x1c00_4121, 1, 2, 3),
        leaf(4, 1, 0x1c03_c163, 1, 2, 3),
        leaf(4, 2, 0, 0, 0, 0),
        leaf(6, 0, 0b111, 0, 0b1001, 0),
        leaf(7, 0, 1, 0, 1 << 5 | 1, 1 << 29 | 1),
        leaf(7, 1, 1, 0, 1 << 5 | 1, 1 << 29 | 1),
        leaf(0xa, 0, 0x730_0403, 0, 0, 0x603),
        leaf(0xb, 0, 1, 2, 0x100, 99),
        leaf(0x1f, 0, 1, 2, 0x100, 99),
        leaf(0x4000_0000, 0, 0x4000_0001, 0x4b4d_564b, 0x564b_4d56, 0x4d),
        leaf(0x4000_0001, 0, 0x0100_7efb, 0, 0, 0),
        leaf(0x8000_0001, 0, 0, 0, 1 << 1 | 1 << 2 | 1 << 22 | 1 << 23 | 1 << 24 | 1 << 28, 5),
        leaf(0x8000_0008, 0, 0x3030, 0, 0x7, 0),
        leaf(0x8000_000a, 0, 1, 2, 0, 3),
        leaf(0x8000_001d, 0, 0x0000_4121, 1, 2, 0),
        leaf(0x8000_001d, 3, 0x0001_c163, 1, 2, 0),
        leaf(0x8000_001e, 0, 7, 0x103, 0x301, 9),
        leaf(0x8000_0022, 0, 1, 1, 1, 1),
        leaf(0x8000_0026, 0, 1, 1, 1, 1));
  }

  private static CpuidEntry find(List<CpuidEntry> entries, int function, int index) {
    Stream<CpuidEntry> found =
        entries.stream().filter(entry -> entry.function() == function && entry.index() == index);
    return found.reduce((a, b) -> leaf(-1, 0, 0, 0, 0, 0)).orElse(leaf(-2, 0, 0, 0, 0, 0));
  }

  @Test
  void hidesWhatAGuestMustNotUse() {
    List<CpuidEntry> entries = Cpuid.edit(supported(GENU), 0, 1, 0);
    assertThat(find(entries, 1, 0)).isEqualTo(leaf(1, 0, 0x806e9, 0x1_0842, 0x8100_0008, 1));
    assertThat(find(entries, 6, 0)).isEqualTo(leaf(6, 0, 0b101, 0, 0b0001, 0));
    assertThat(find(entries, 7, 0)).isEqualTo(leaf(7, 0, 1, 0, 1, 1 << 29 | 1));
    assertThat(find(entries, 7, 1)).isEqualTo(supported(GENU).get(7));
    assertThat(entries)
        .extracting(CpuidEntry::function)
        .doesNotContain(0xa, 0x1f, 0x8000_000a, 0x8000_0022, 0x8000_0026, 0x4000_0010);
    assertThat(find(entries, 0x8000_0001, 0).ecx()).isEqualTo(0x11c0_0002); // Intel's: SVM only.
  }

  @Test
  void hidesAmdsCounters() {
    List<CpuidEntry> entries = Cpuid.edit(supported(AUTH), 0, 1, 0);
    assertThat(find(entries, 0x8000_0001, 0).ecx()).isEqualTo(1 << 22);
    assertThat(find(entries, 7, 0).edx()).isEqualTo(1);
    assertThat(find(Cpuid.edit(supported(AUTH), 0, 2, 0), 0x8000_0001, 0).ecx())
        .isEqualTo(1 << 22 | 2);
  }

  @Test
  void leavesKvmsLeaves() {
    List<CpuidEntry> entries = Cpuid.edit(supported(GENU), 0, 1, 0);
    assertThat(entries).containsAll(supported(GENU).subList(11, 13));
  }

  @Test
  void tellsTheFrequencyIfKvmKnowsIt() {
    List<CpuidEntry> entries = Cpuid.edit(supported(GENU), 3, 4, 2_100_000);
    assertThat(find(entries, 0x4000_0000, 0).eax()).isEqualTo(0x4000_0010);
    assertThat(find(entries, 0x4000_0010, 0))
        .isEqualTo(leaf(0x4000_0010, 0, 2_100_000, 1_000_000, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "2, 2, 1", "3, 4, 2", "4, 4, 2", "5, 8, 3", "33, 64, 6", "64, 64, 6"})
  void agreesWithItselfAboutCores(int cpus, int ids, int bits) {
    for (int cpu = 0; cpu < cpus; cpu++) {
      List<CpuidEntry> entries = Cpuid.edit(supported(AUTH), cpu, cpus, 0);
      assertThat(find(entries, 0, 0).eax()).isEqualTo(0xb);
      CpuidEntry features = find(entries, 1, 0);
      assertThat(features.ebx() >>> 24).isEqualTo(cpu);
      assertThat(features.ebx() >> 16 & 0xff).isEqualTo(ids);
      assertThat(features.edx() >> 28 & 1).isEqualTo(cpus > 1 ? 1 : 0);
      assertThat(find(entries, 4, 0).eax()).isEqualTo(ids - 1 << 26 | 0x121);
      assertThat(find(entries, 4, 1).eax()).isEqualTo(ids - 1 << 26 | ids - 1 << 14 | 0x163);
      assertThat(find(entries, 4, 2).eax()).isZero();
      int flags = CpuidEntry.INDEX_COUNTS;
      assertThat(entries)
          .contains(
              new CpuidEntry(0xb, 0, flags, 0, 1, 0x100, cpu),
              new CpuidEntry(0xb, 1, flags, bits, cpus, 0x201, cpu),
              new CpuidEntry(0xb, 2, flags, 0, 0, 2, cpu));
      assertThat(entries).filteredOn(entry -> entry.function() == 0xb).hasSize(3);
      assertThat(find(entries, 0x8000_0008, 0).ecx()).isEqualTo(bits << 12 | cpus - 1);
      assertThat(find(entries, 0x8000_001d, 0).eax()).isEqualTo(0x121);
      assertThat(find(entries, 0x8000_001d, 3).eax()).isEqualTo(ids - 1 << 14 | 0x163);
      assertThat(find(entries, 0x8000_001e, 0)).isEqualTo(leaf(0x8000_001e, 0, cpu, cpu, 0, 0));
    }
  }

  @Test
  void survivesTheStructure() {
    List<CpuidEntry> entries = supported(GENU);
    assertThat(CpuidEntry.read(CpuidEntry.write(entries))).isEqualTo(entries);
    assertThat(CpuidEntry.read(Cpuid.of(CpuidEntry.write(entries), 1, 2, 7)))
        .isEqualTo(Cpuid.edit(entries, 1, 2, 7));
  }
}
