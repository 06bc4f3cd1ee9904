package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.abi.KvmState.kvm_dtable;
import io.stage1kvm.sys.abi.KvmState.kvm_fpu;
import io.stage1kvm.sys.abi.KvmState.kvm_lapic_state;
import io.stage1kvm.sys.abi.KvmState.kvm_msr_entry;
import io.stage1kvm.sys.abi.KvmState.kvm_msrs;
import io.stage1kvm.sys.abi.KvmState.kvm_regs;
import io.stage1kvm.sys.abi.KvmState.kvm_sregs;

/// What the registers of a vCPU hold when it enters the kernel. The others of a machine get the
/// same and wait in their local APIC for the first one's start signal, which sets them anew.
///
/// @param rip the first instruction
/// @param rbx of PVH: where the start info is
/// @param rsi of the 64-bit entry: where `boot_params` are
/// @param rsp the stack of the 64-bit entry; a kernel entered by PVH makes its own
public record CpuState(
    long rip,
    long rbx,
    long rsi,
    long rsp,
    long cr0,
    long cr3,
    long cr4,
    long efer,
    Segment code,
    Segment data,
    Segment task) {

  /// Bytes of the descriptor table: an empty one, the boot protocol's places 0x10 for code and 0x18
  /// for data, and a task.
  static final int GDT_SIZE = 0x28;

  private static final int CODE_SELECTOR = 0x10;
  private static final int DATA_SELECTOR = 0x18;
  private static final int TASK_SELECTOR = 0x20;

  /// The bit that is always 1; no interrupts.
  private static final long RFLAGS = 2;

  private static final long CR0_PE_ET = 0x11;
  private static final long CR0_PG = 1L << 31;
  private static final long CR4_PAE = 0x20;

  /// LME and LMA: 64-bit mode is on.
  private static final long EFER_LONG_MODE = 0x500;

  /// All exceptions masked, 64 bits of precision: what FNINIT leaves.
  private static final int FCW = 0x37f;

  /// All exceptions masked.
  private static final int MXCSR = 0x1f80;

  private static final int LVT0 = 0x350;
  private static final int LVT1 = 0x360;
  private static final int LVT_MODE = 7 << 8;
  private static final int LVT_EXTINT = 7 << 8;
  private static final int LVT_NMI = 4 << 8;

  static CpuState of(Entry entry) {
    return entry.is64Bit() ? in64Bit(entry.address()) : byPvh(entry.address());
  }

  private static CpuState byPvh(long address) {
    return new CpuState(
        address,
        Layout.START_INFO,
        0,
        0,
        CR0_PE_ET,
        0,
        0,
        0,
        Segment.code32(CODE_SELECTOR),
        Segment.data(DATA_SELECTOR),
        Segment.task(TASK_SELECTOR));
  }

  private static CpuState in64Bit(long address) {
    return new CpuState(
        address,
        0,
        Layout.ZERO_PAGE,
        Layout.BOOT_STACK,
        CR0_PE_ET | CR0_PG,
        Layout.PAGE_TABLES,
        CR4_PAE,
        EFER_LONG_MODE,
        Segment.code64(CODE_SELECTOR),
        Segment.data(DATA_SELECTOR),
        Segment.task(TASK_SELECTOR));
  }

  /// Whether paging is on, so that there must be page tables.
  boolean paging() {
    return cr3 != 0;
  }

  /// A `struct kvm_regs` for `KVM_SET_REGS`.
  public Struct regs() {
    Struct regs = new Struct(kvm_regs.sizeof);
    regs.putInt64(kvm_regs.rip, rip);
    regs.putInt64(kvm_regs.rbx, rbx);
    regs.putInt64(kvm_regs.rsi, rsi);
    regs.putInt64(kvm_regs.rsp, rsp);
    regs.putInt64(kvm_regs.rbp, rsp);
    regs.putInt64(kvm_regs.rflags, RFLAGS);
    return regs;
  }

  /// Edits the `struct kvm_sregs` of `KVM_GET_SREGS` for `KVM_SET_SREGS`; the APIC's base stays.
  public void editSregs(Struct sregs) {
    code.put(sregs, kvm_sregs.cs);
    data.put(sregs, kvm_sregs.ds);
    data.put(sregs, kvm_sregs.es);
    data.put(sregs, kvm_sregs.fs);
    data.put(sregs, kvm_sregs.gs);
    data.put(sregs, kvm_sregs.ss);
    task.put(sregs, kvm_sregs.tr);
    sregs.putInt64(kvm_sregs.gdt + kvm_dtable.base, Layout.GDT);
    sregs.putInt16(kvm_sregs.gdt + kvm_dtable.limit, GDT_SIZE - 1);
    sregs.putInt64(kvm_sregs.idt + kvm_dtable.base, Layout.IDT);
    sregs.putInt16(kvm_sregs.idt + kvm_dtable.limit, 7);
    sregs.putInt64(kvm_sregs.cr0, cr0);
    sregs.putInt64(kvm_sregs.cr3, cr3);
    sregs.putInt64(kvm_sregs.cr4, cr4);
    sregs.putInt64(kvm_sregs.efer, efer);
  }

  /// A `struct kvm_fpu` for `KVM_SET_FPU`: as after a reset by software.
  public static Struct fpu() {
    Struct fpu = new Struct(kvm_fpu.sizeof);
    fpu.putInt16(kvm_fpu.fcw, FCW);
    fpu.putInt32(kvm_fpu.mxcsr, MXCSR);
    return fpu;
  }

  /// Edits the `struct kvm_lapic_state` of `KVM_GET_LAPIC` for `KVM_SET_LAPIC`: the old interrupt
  /// controller at the first input, the NMI at the second, as firmware leaves it and as the
  /// [MpTable] says.
  public static void editLapic(Struct lapic) {
    setMode(lapic, kvm_lapic_state.regs + LVT0, LVT_EXTINT);
    setMode(lapic, kvm_lapic_state.regs + LVT1, LVT_NMI);
  }

  private static void setMode(Struct lapic, int register, int mode) {
    lapic.putInt32(register, lapic.int32(register) & ~LVT_MODE | mode);
  }

  /// A `struct kvm_msrs` for `KVM_SET_MSRS`, which must report as many as are there.
  public static Struct msrs() {
    Msr[] msrs = Msr.values();
    Struct struct = new Struct(kvm_msrs.sizeof + msrs.length * kvm_msr_entry.sizeof);
    struct.putInt32(kvm_msrs.nmsrs, msrs.length);
    for (Msr msr : msrs) {
      int at = kvm_msrs.entries + msr.ordinal() * kvm_msr_entry.sizeof;
      struct.putInt32(at + kvm_msr_entry.index, msr.index());
      struct.putInt64(at + kvm_msr_entry.data, msr.value());
    }
    return struct;
  }
}
