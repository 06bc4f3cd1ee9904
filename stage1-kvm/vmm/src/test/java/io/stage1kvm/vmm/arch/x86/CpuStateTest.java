package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.abi.KvmState.kvm_fpu;
import io.stage1kvm.sys.abi.KvmState.kvm_lapic_state;
import io.stage1kvm.sys.abi.KvmState.kvm_msr_entry;
import io.stage1kvm.sys.abi.KvmState.kvm_msrs;
import io.stage1kvm.sys.abi.KvmState.kvm_sregs;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CpuStateTest {

  @Test
  void leavesTheApicsBase() {
    Struct sregs = new Struct(kvm_sregs.sizeof);
    sregs.putInt64(kvm_sregs.apic_base, 0xfee0_0900L);
    CpuState.of(new Entry.Pvh(0x100_0000)).editSregs(sregs);
    assertThat(sregs.int64(kvm_sregs.apic_base)).isEqualTo(0xfee0_0900L);
  }

  @Test
  void setsTheInputsOfTheApicAndNothingElse() {
    Struct lapic = new Struct(kvm_lapic_state.sizeof);
    lapic.putInt32(0x350, 0x1_0055);
    lapic.putInt32(0x360, 0x1_0700);
    lapic.putInt32(0x320, 0x1_0000);
    CpuState.editLapic(lapic);
    assertThat(lapic.int32(0x350)).isEqualTo(0x1_0755);
    assertThat(lapic.int32(0x360)).isEqualTo(0x1_0400);
    assertThat(lapic.int32(0x320)).isEqualTo(0x1_0000);
  }

  @Test
  void resetsTheFpu() {
    assertThat(CpuState.fpu().uint16(kvm_fpu.fcw)).isEqualTo(0x37f);
    assertThat(CpuState.fpu().int32(kvm_fpu.mxcsr)).isEqualTo(0x1f80);
  }

  @Test
  void setsMsrsThatAreNotZero() {
    Struct msrs = CpuState.msrs();
    Map<Integer, Long> set = new TreeMap<>();
    for (int i = 0; i < msrs.int32(kvm_msrs.nmsrs); i++) {
      int at = kvm_msrs.entries + i * kvm_msr_entry.sizeof;
      long value = msrs.int64(at + kvm_msr_entry.data);
      assertThat(set.put(msrs.int32(at + kvm_msr_entry.index), value)).isNull();
    }
    assertThat(set).hasSize(11).containsEntry(0x1a0, 1L).containsEntry(0x2ff, 0x806L);
    assertThat(set.values()).filteredOn(value -> value != 0).hasSize(2);
  }
}
