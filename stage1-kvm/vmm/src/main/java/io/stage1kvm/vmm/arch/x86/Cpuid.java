package io.stage1kvm.vmm.arch.x86;

import static io.stage1kvm.vmm.arch.x86.CpuidEntry.bits;

import io.stage1kvm.sys.Struct;
import java.util.ArrayList;
import java.util.List;

/// The processor as the guest sees it: the host's, as far as KVM can show it, in one package of as
/// many cores as the machine has vCPUs, without counters of performance and without virtualization.
/// APIC ids are the vCPUs' numbers here, in the [MpTable] and in [AcpiTables]: a kernel that finds
/// them different complains.
///
/// KVM's own leaves from 0x40000000 on stay: clock, steal time and what else a guest may use.
public final class Cpuid {

  private static final int BASIC = 0;
  private static final int FEATURES = 1;
  private static final int INTEL_CACHES = 4;
  private static final int POWER = 6;
  private static final int MORE_FEATURES = 7;
  private static final int COUNTERS = 0xa;
  private static final int TOPOLOGY = 0xb;
  private static final int TOPOLOGY_V2 = 0x1f;
  private static final int HYPERVISOR = 0x4000_0000;
  private static final int HYPERVISOR_CLOCKS = 0x4000_0010;
  private static final int AMD_FEATURES = 0x8000_0001;
  private static final int AMD_CORES = 0x8000_0008;
  private static final int AMD_SVM = 0x8000_000a;
  private static final int AMD_CACHES = 0x8000_001d;
  private static final int AMD_TOPOLOGY = 0x8000_001e;
  private static final int AMD_COUNTERS = 0x8000_0022;
  private static final int AMD_TOPOLOGY_V2 = 0x8000_0026;

  /// `Auth` of `AuthenticAMD` and `Hygo` of `HygonGenuine`.
  private static final int AMD = 0x6874_7541;

  private static final int HYGON = 0x6f67_7948;

  /// KVM's APIC timer counts a bus of 1 GHz.
  private static final int APIC_BUS_KHZ = 1_000_000;

  private final int cpu;
  private final int cpus;
  private final boolean amd;

  private Cpuid(int cpu, int cpus, boolean amd) {
    this.cpu = cpu;
    this.cpus = cpus;
    this.amd = amd;
  }

  /// The answers of one vCPU, for `KVM_SET_CPUID2`.
  ///
  /// @param supported what `KVM_GET_SUPPORTED_CPUID` gives
  /// @param cpus how many vCPUs there are
  /// @param tscKhz frequency of the vCPU's time stamp counter, 0 if KVM does not know it
  public static Struct of(Struct supported, int cpu, int cpus, int tscKhz) {
    return CpuidEntry.write(edit(CpuidEntry.read(supported), cpu, cpus, tscKhz));
  }

  static List<CpuidEntry> edit(List<CpuidEntry> supported, int cpu, int cpus, int tscKhz) {
    Cpuid editor = new Cpuid(cpu, cpus, isAmd(supported));
    List<CpuidEntry> entries = new ArrayList<>();
    for (CpuidEntry entry : supported) {
      if (!editor.isReplaced(entry, tscKhz)) {
        entries.add(editor.edit(entry, tscKhz));
      }
    }
    editor.addTopology(entries);
    if (tscKhz > 0) {
      entries.add(new CpuidEntry(HYPERVISOR_CLOCKS, 0, 0, tscKhz, APIC_BUS_KHZ, 0, 0));
    }
    return entries;
  }

  private static boolean isAmd(List<CpuidEntry> supported) {
    for (CpuidEntry entry : supported) {
      if (entry.function() == BASIC) {
        return entry.ebx() == AMD || entry.ebx() == HYGON;
      }
    }
    return false;
  }

  private boolean isReplaced(CpuidEntry entry, int tscKhz) {
    return switch (entry.function()) {
      case TOPOLOGY, TOPOLOGY_V2, AMD_TOPOLOGY_V2, COUNTERS, AMD_COUNTERS, AMD_SVM -> true;
      case HYPERVISOR_CLOCKS -> tscKhz > 0;
      default -> false;
    };
  }

  private CpuidEntry edit(CpuidEntry entry, int tscKhz) {
    return switch (entry.function()) {
      case BASIC -> entry.withEax(Math.max(entry.eax(), TOPOLOGY));
      case FEATURES -> features(entry);
      case INTEL_CACHES -> entry.withEax(intelCache(entry.eax()));
      // Neither turbo nor hints about energy.
      case POWER -> entry.withEax(bits(entry.eax(), 1, 1, 0)).withEcx(bits(entry.ecx(), 3, 1, 0));
      case MORE_FEATURES -> entry.index() == 0 ? moreFeatures(entry) : entry;
      case HYPERVISOR ->
          tscKhz > 0 ? entry.withEax(Math.max(entry.eax(), HYPERVISOR_CLOCKS)) : entry;
      case AMD_FEATURES -> amdFeatures(entry);
      case AMD_CORES -> amd ? amdCores(entry) : entry;
      case AMD_CACHES -> entry.withEax(cache(entry.eax()));
      case AMD_TOPOLOGY -> entry.withEax(cpu).withEbx(cpu).withEcx(0).withEdx(0);
      default -> entry;
    };
  }

  private CpuidEntry features(CpuidEntry entry) {
    int ebx = bits(entry.ebx(), 8, 8, 8); // CLFLUSH of 64 bytes.
    ebx = bits(ebx, 16, 8, ids());
    ebx = bits(ebx, 24, 8, cpu);
    int ecx = bits(entry.ecx(), 5, 1, 0); // VMX.
    ecx = bits(ecx, 15, 1, 0); // PDCM: capabilities of counters.
    ecx = bits(ecx, 24, 1, 1); // TSC deadline: a timer that needs no calibration.
    ecx = bits(ecx, 31, 1, 1); // Under a hypervisor.
    int edx = bits(entry.edx(), 28, 1, cpus > 1 ? 1 : 0); // HTT: more than one in the package.
    return entry.withEbx(ebx).withEcx(ecx).withEdx(edx);
  }

  private CpuidEntry moreFeatures(CpuidEntry entry) {
    int ecx = bits(entry.ecx(), 5, 1, 0); // WAITPKG: a guest could wait without an exit.
    // ARCH_CAPABILITIES is Intel's, KVM shows it on AMD too.
    return entry.withEcx(ecx).withEdx(amd ? bits(entry.edx(), 29, 1, 0) : entry.edx());
  }

  private CpuidEntry amdFeatures(CpuidEntry entry) {
    int ecx = bits(entry.ecx(), 2, 1, 0); // SVM.
    if (amd) {
      ecx = bits(ecx, 1, 1, cpus > 1 ? 1 : 0); // Cores, not threads, are in the package.
      ecx = bits(ecx, 23, 2, 0); // Counters of core and north bridge,
      ecx = bits(ecx, 28, 1, 0); // and of the last cache.
    }
    return entry.withEcx(ecx);
  }

  private CpuidEntry amdCores(CpuidEntry entry) {
    int ecx = bits(entry.ecx(), 0, 8, cpus - 1);
    return entry.withEcx(bits(ecx, 12, 4, idBits()));
  }

  private int intelCache(int eax) {
    return (eax & 0x1f) == 0 ? eax : bits(cache(eax), 26, 6, ids() - 1);
  }

  /// A core has its caches for itself, all have the third one together.
  private int cache(int eax) {
    if ((eax & 0x1f) == 0) { // No cache.
      return eax;
    }
    int level = eax >> 5 & 7;
    return bits(eax, 14, 12, level < 3 ? 0 : ids() - 1);
  }

  /// Levels of one thread and of all cores, then none.
  private void addTopology(List<CpuidEntry> entries) {
    int flags = CpuidEntry.INDEX_COUNTS;
    entries.add(new CpuidEntry(TOPOLOGY, 0, flags, 0, 1, 1 << 8, cpu));
    entries.add(new CpuidEntry(TOPOLOGY, 1, flags, idBits(), cpus, 2 << 8 | 1, cpu));
    entries.add(new CpuidEntry(TOPOLOGY, 2, flags, 0, 0, 2, cpu));
  }

  /// How many bits of an APIC id tell cores apart.
  private int idBits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(cpus - 1);
  }

  /// How many APIC ids are set aside: a power of two.
  private int ids() {
    return 1 << idBits();
  }
}
