package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.abi.KvmState.kvm_cpuid2;
import io.stage1kvm.sys.abi.KvmState.kvm_cpuid_entry2;
import java.util.ArrayList;
import java.util.List;

/// What the instruction CPUID answers: `struct kvm_cpuid_entry2`.
///
/// @param function eax at the question
/// @param index ecx at the question, if the flags say that it counts
record CpuidEntry(int function, int index, int flags, int eax, int ebx, int ecx, int edx) {

  /// `KVM_CPUID_FLAG_SIGNIFCANT_INDEX`.
  static final int INDEX_COUNTS = 1;

  CpuidEntry withEax(int value) {
    return new CpuidEntry(function, index, flags, value, ebx, ecx, edx);
  }

  CpuidEntry withEbx(int value) {
    return new CpuidEntry(function, index, flags, eax, value, ecx, edx);
  }

  CpuidEntry withEcx(int value) {
    return new CpuidEntry(function, index, flags, eax, ebx, value, edx);
  }

  CpuidEntry withEdx(int value) {
    return new CpuidEntry(function, index, flags, eax, ebx, ecx, value);
  }

  /// Bits `low` to `low + width - 1` of a register replaced.
  static int bits(int register, int low, int width, int value) {
    int mask = (1 << width) - 1 << low;
    return register & ~mask | value << low & mask;
  }

  static List<CpuidEntry> read(Struct cpuid) {
    List<CpuidEntry> entries = new ArrayList<>();
    for (int i = 0; i < cpuid.int32(kvm_cpuid2.nent); i++) {
      int at = kvm_cpuid2.entries + i * kvm_cpuid_entry2.sizeof;
      entries.add(
          new CpuidEntry(
              cpuid.int32(at + kvm_cpuid_entry2.function),
              cpuid.int32(at + kvm_cpuid_entry2.index),
              cpuid.int32(at + kvm_cpuid_entry2.flags),
              cpuid.int32(at + kvm_cpuid_entry2.eax),
              cpuid.int32(at + kvm_cpuid_entry2.ebx),
              cpuid.int32(at + kvm_cpuid_entry2.ecx),
              cpuid.int32(at + kvm_cpuid_entry2.edx)));
    }
    return entries;
  }

  static Struct write(List<CpuidEntry> entries) {
    Struct cpuid = new Struct(kvm_cpuid2.sizeof + entries.size() * kvm_cpuid_entry2.sizeof);
    cpuid.putInt32(kvm_cpuid2.nent, entries.size());
    int at = kvm_cpuid2.entries;
    for (CpuidEntry entry : entries) {
      cpuid.putInt32(at + kvm_cpuid_entry2.function, entry.function);
      cpuid.putInt32(at + kvm_cpuid_entry2.index, entry.index);
      cpuid.putInt32(at + kvm_cpuid_entry2.flags, entry.flags);
      cpuid.putInt32(at + kvm_cpuid_entry2.eax, entry.eax);
      cpuid.putInt32(at + kvm_cpuid_entry2.ebx, entry.ebx);
      cpuid.putInt32(at + kvm_cpuid_entry2.ecx, entry.ecx);
      cpuid.putInt32(at + kvm_cpuid_entry2.edx, entry.edx);
      at += kvm_cpuid_entry2.sizeof;
    }
    return cpuid;
  }
}
