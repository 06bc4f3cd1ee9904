package io.stage1kvm.vmm;

import io.stage1kvm.kvm.Vcpu;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.KvmState.kvm_lapic_state;
import io.stage1kvm.sys.abi.KvmState.kvm_sregs;
import io.stage1kvm.vmm.arch.x86.CpuState;
import io.stage1kvm.vmm.arch.x86.Cpuid;

/// Gives vCPUs the state that they start with: all the same, but for the numbers in their CPUID.
/// Those other than the first keep it until its start signal.
final class VcpuSetup {

  private final Struct supportedCpuid;
  private final int cpus;
  private final CpuState state;
  private final Struct regs;
  private final Struct fpu = CpuState.fpu();
  private final Struct msrs = CpuState.msrs();
  private final Struct sregs = new Struct(kvm_sregs.sizeof);
  private final Struct lapic = new Struct(kvm_lapic_state.sizeof);

  VcpuSetup(Struct supportedCpuid, int cpus, CpuState state) {
    this.supportedCpuid = supportedCpuid;
    this.cpus = cpus;
    this.state = state;
    regs = state.regs();
  }

  void apply(Vcpu vcpu) throws SyscallException {
    vcpu.setCpuid(Cpuid.of(supportedCpuid, vcpu.index(), cpus, vcpu.tscKhz()));
    vcpu.setMsrs(msrs);
    vcpu.setRegs(regs);
    vcpu.setFpu(fpu);
    vcpu.getSregs(sregs);
    state.editSregs(sregs);
    vcpu.setSregs(sregs);
    vcpu.getLapic(lapic);
    CpuState.editLapic(lapic);
    vcpu.setLapic(lapic);
  }
}
