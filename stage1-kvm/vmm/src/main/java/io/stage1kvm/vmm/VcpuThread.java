package io.stage1kvm.vmm;

import io.stage1kvm.kvm.Vcpu;
import io.stage1kvm.kvm.VcpuExit;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.KvmState.kvm_regs;
import io.stage1kvm.vmm.memory.GuestFault;
import java.util.Optional;

/// The thread that runs one vCPU until the machine ends.
final class VcpuThread extends Thread {

  private final Vcpu vcpu;
  private final ExitHandler handler;
  private final Ending ending;

  VcpuThread(Vcpu vcpu, ExitHandler handler, Ending ending) {
    super("vcpu-" + vcpu.index());
    setDaemon(true);
    this.vcpu = vcpu;
    this.handler = handler;
    this.ending = ending;
  }

  @Override
  public void run() {
    try {
      vcpu.enter();
      ending.entered(vcpu);
      try {
        runGuest();
      } finally {
        vcpu.leave();
      }
    } catch (GuestFault e) {
      ending.end(new VmEnd.GuestFailure(e.getMessage()));
    } catch (Throwable e) { // The border of a vCPU's thread.
      ending.end(VmEnd.HostFailure.of(e));
    } finally {
      ending.left();
    }
  }

  private void runGuest() throws GuestFault, SyscallException {
    while (!ending.isDecided()) {
      VcpuExit exit = vcpu.run();
      Optional<VmEnd> end = handler.handle(exit);
      if (end.isPresent()) {
        ending.end(locate(end.get()));
        return;
      }
    }
  }

  /// Adds where the vCPU is.
  private VmEnd locate(VmEnd end) throws SyscallException {
    return switch (end) {
      case VmEnd.TripleFault fault -> new VmEnd.TripleFault(fault.vcpu(), rip());
      case VmEnd.KvmFailure failure ->
          new VmEnd.KvmFailure(failure.message() + " at 0x" + Long.toHexString(rip()));
      default -> end;
    };
  }

  private long rip() throws SyscallException {
    Struct regs = new Struct(kvm_regs.sizeof);
    vcpu.getRegs(regs);
    return regs.int64(kvm_regs.rip);
  }
}
