package io.stage1kvm.kvm;

import static io.stage1kvm.sys.abi.Kvm.KVM_GET_CPUID2;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_FPU;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_LAPIC;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_MP_STATE;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_MSRS;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_REGS;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_SREGS;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_TSC_KHZ;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_CPUID2;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_FPU;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_LAPIC;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_MP_STATE;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_MSRS;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_REGS;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_SREGS;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoctlCalls;
import io.stage1kvm.sys.Mapping;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.KvmState.kvm_mp_state;
import io.stage1kvm.sys.abi.KvmState.kvm_msr_entry;
import io.stage1kvm.sys.abi.KvmState.kvm_msrs;
import io.stage1kvm.sys.abi.Mman;
import java.nio.ByteBuffer;

/// A virtual processor. Its state is set by any thread before the first run; then it belongs to the
/// one thread that calls [#enter], [#run] and [#leave]. Only [#interrupt] is for all.
public final class Vcpu implements AutoCloseable {

  private final Fd processor;
  private final int index;
  private final IoctlCalls ioctls;
  private final Mapping mapping;
  private final ExitDecoder decoder;
  private final Interruption interruption;

  private Vcpu(Fd processor, int index, IoctlCalls ioctls, Mapping mapping, ByteBuffer run) {
    this.processor = processor;
    this.index = index;
    this.ioctls = ioctls;
    this.mapping = mapping;
    decoder = new ExitDecoder(run);
    interruption = new Interruption(run);
  }

  static Vcpu of(Fd processor, int index, IoctlCalls ioctls, int runSize) throws SyscallException {
    try {
      int protection = Mman.PROT_READ | Mman.PROT_WRITE;
      Mapping mapping = Sys.memory().map(processor, 0, runSize, protection, Mman.MAP_SHARED);
      ByteBuffer run = Sys.memory().view(mapping, 0, runSize);
      return new Vcpu(processor, index, ioctls, mapping, run);
    } catch (SyscallException e) {
      processor.close();
      throw e;
    }
  }

  public int index() {
    return index;
  }

  /// Makes the calling thread the one that runs this vCPU, until [#leave].
  public void enter() throws SyscallException {
    interruption.enter();
  }

  /// Runs the guest until something is to be done for it. Whatever the last exit asked for is done
  /// by now: its answer is in the exit.
  ///
  /// @throws SyscallException the machine cannot go on
  public VcpuExit run() throws SyscallException {
    while (true) {
      int result = ioctls.request(processor, io.stage1kvm.sys.abi.Kvm.KVM_RUN);
      if (result >= 0) {
        return decoder.decode();
      }
      if (result == -Errno.EINTR) {
        interruption.take();
        return ExitDecoder.INTERRUPTED;
      }
      if (result != -Errno.EAGAIN) { // EAGAIN: a waiting vCPU has been woken by another one.
        throw new SyscallException("ioctl(KVM_RUN, vcpu=" + index + ")", -result);
      }
    }
  }

  /// From now on [#interrupt] does not reach the thread any more. The thread's last call here.
  public void leave() {
    interruption.leave();
  }

  /// Ends the run of this moment, or the next one if there is none, with
  /// [VcpuExit.Interrupted]. From any thread, at any moment, after the end too; many
  /// interruptions may end one run.
  public void interrupt() throws SyscallException {
    interruption.send();
  }

  /// @param regs a `struct kvm_regs`, to be filled
  public void getRegs(Struct regs) throws SyscallException {
    request(KVM_GET_REGS, regs, "KVM_GET_REGS");
  }

  public void setRegs(Struct regs) throws SyscallException {
    request(KVM_SET_REGS, regs, "KVM_SET_REGS");
  }

  /// @param sregs a `struct kvm_sregs`, to be filled
  public void getSregs(Struct sregs) throws SyscallException {
    request(KVM_GET_SREGS, sregs, "KVM_GET_SREGS");
  }

  public void setSregs(Struct sregs) throws SyscallException {
    request(KVM_SET_SREGS, sregs, "KVM_SET_SREGS");
  }

  /// @param fpu a `struct kvm_fpu`, to be filled
  public void getFpu(Struct fpu) throws SyscallException {
    request(KVM_GET_FPU, fpu, "KVM_GET_FPU");
  }

  public void setFpu(Struct fpu) throws SyscallException {
    request(KVM_SET_FPU, fpu, "KVM_SET_FPU");
  }

  /// @param lapic a `struct kvm_lapic_state`, to be filled
  public void getLapic(Struct lapic) throws SyscallException {
    request(KVM_GET_LAPIC, lapic, "KVM_GET_LAPIC");
  }

  public void setLapic(Struct lapic) throws SyscallException {
    request(KVM_SET_LAPIC, lapic, "KVM_SET_LAPIC");
  }

  /// @param cpuid a `struct kvm_cpuid2` with its entries, as [Kvm#supportedCpuid] gives
  public void setCpuid(Struct cpuid) throws SyscallException {
    request(KVM_SET_CPUID2, cpuid, "KVM_SET_CPUID2");
  }

  /// @param cpuid a `struct kvm_cpuid2` that says how many entries it has room for
  public void getCpuid(Struct cpuid) throws SyscallException {
    request(KVM_GET_CPUID2, cpuid, "KVM_GET_CPUID2");
  }

  /// @param msrs a `struct kvm_msrs` with its entries, whose data are filled
  public void getMsrs(Struct msrs) throws SyscallException {
    requireAll(msrs, request(KVM_GET_MSRS, msrs, "KVM_GET_MSRS"), "KVM_GET_MSRS");
  }

  /// @param msrs a `struct kvm_msrs` with its entries
  /// @throws SyscallException also when KVM stops at one that it does not know, or at a value
  public void setMsrs(Struct msrs) throws SyscallException {
    requireAll(msrs, request(KVM_SET_MSRS, msrs, "KVM_SET_MSRS"), "KVM_SET_MSRS");
  }

  /// KVM returns how many it has done before the first that it refuses, without an error.
  private void requireAll(Struct msrs, long done, String name) throws SyscallException {
    if (done < msrs.int32(kvm_msrs.nmsrs)) {
      int at = kvm_msrs.entries + (int) done * kvm_msr_entry.sizeof;
      String msr = Integer.toHexString(msrs.int32(at + kvm_msr_entry.index));
      String call = "ioctl(" + name + ", vcpu=" + index + ", msr=0x" + msr + ")";
      throw new SyscallException(call, Errno.EINVAL);
    }
  }

  /// `KVM_MP_STATE_*`.
  public int mpState() throws SyscallException {
    Struct state = new Struct(kvm_mp_state.sizeof);
    request(KVM_GET_MP_STATE, state, "KVM_GET_MP_STATE");
    return state.int32(kvm_mp_state.mp_state);
  }

  public void setMpState(int value) throws SyscallException {
    Struct state = new Struct(kvm_mp_state.sizeof);
    state.putInt32(kvm_mp_state.mp_state, value);
    request(KVM_SET_MP_STATE, state, "KVM_SET_MP_STATE");
  }

  /// Frequency of the time stamp counter that the guest sees.
  public int tscKhz() throws SyscallException {
    String name = "KVM_GET_TSC_KHZ";
    return (int) ioctls.ioctl(processor, KVM_GET_TSC_KHZ, 0, name, "vcpu", index);
  }

  private long request(int request, Struct argument, String name) throws SyscallException {
    return ioctls.ioctl(processor, request, argument, name, "vcpu", index);
  }

  /// After the thread that ran it has left.
  @Override
  public void close() throws SyscallException {
    interruption.close();
    try {
      mapping.close();
    } finally {
      processor.close();
    }
  }
}
