package io.stage1kvm.vmm;

import io.stage1kvm.kvm.Vcpu;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.KvmState.kvm_lapic_state;
import io.stage1kvm.sys.abi.KvmState.kvm_sregs;
import io.stage1kvm.vmm.arch.x86.CpuState;
import io.stage1kvm.vmm.arch.x86.Cpuid;
import java.util.List;

/// Gives vCPUs the state that they start with: all the same, but for the numbers in their CPUID.
/// Those other than the first keep it until its start signal.
final class VcpuSetup {

  private final List<Vcpu> vcpus;
  private final Struct sregs = new Struct(kvm_sregs.sizeof);
  private final Struct lapic = new Struct(kvm_lapic_state.sizeof);

  VcpuSetup(List<Vcpu> vcpus) {
    this.vcpus = vcpus;
  }

  /// What does not depend on the kernel. CPUID first: what the processor can do decides what its
  /// other registers may hold.
  void describe(Struct supportedCpuid) throws SyscallException {
    Struct msrs = CpuState.msrs();
    Struct fpu = CpuState.fpu();
    for (Vcpu vcpu : vcpus) {
      vcpu.setCpuid(Cpuid.of(supportedCpuid, vcpu.index(), vcpus.size(), vcpu.tscKhz()));
      vcpu.setMsrs(msrs);
      vcpu.setFpu(fpu);
      vcpu.getLapic(lapic);
      CpuState.editLapic(lapic);
      vcpu.setLapic(lapic);
    }
  }

  /// Puts them before the kernel's first instruction.
  void enter(CpuState state) throws SyscallException {
    Struct regs = state.regs();
    for (Vcpu vcpu : vcpus) {
      vcpu.setRegs(regs);
      vcpu.getSregs(sregs);
      state.editSregs(sregs);
      vcpu.setSregs(sregs);
    }
  }
}
