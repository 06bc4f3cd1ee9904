package io.stage1kvm.sys.abi;

/// The state of a vCPU of x86: `<asm/kvm.h>`. Sizes and offsets in bytes.
public final class KvmState {

  private KvmState() {}

  /// `struct kvm_regs`.
  public static final class kvm_regs {
    public static final int sizeof = 144;
    public static final int rax = 0;
    public static final int rbx = 8;
    public static final int rcx = 16;
    public static final int rdx = 24;
    public static final int rsi = 32;
    public static final int rdi = 40;
    public static final int rsp = 48;
    public static final int rbp = 56;
    public static final int r8 = 64;
    public static final int r9 = 72;
    public static final int r10 = 80;
    public static final int r11 = 88;
    public static final int r12 = 96;
    public static final int r13 = 104;
    public static final int r14 = 112;
    public static final int r15 = 120;
    public static final int rip = 128;
    public static final int rflags = 136;

    private kvm_regs() {}
  }

  /// `struct kvm_segment`.
  public static final class kvm_segment {
    public static final int sizeof = 24;
    public static final int base = 0;
    public static final int limit = 8;
    public static final int selector = 12;
    public static final int type = 14;
    public static final int present = 15;
    public static final int dpl = 16;
    public static final int db = 17;
    public static final int s = 18;
    public static final int l = 19;
    public static final int g = 20;
    public static final int avl = 21;
    public static final int unusable = 22;

    private kvm_segment() {}
  }

  /// `struct kvm_dtable`.
  public static final class kvm_dtable {
    public static final int sizeof = 16;
    public static final int base = 0;
    public static final int limit = 8;

    private kvm_dtable() {}
  }

  /// `struct kvm_sregs`.
  public static final class kvm_sregs {
    public static final int sizeof = 312;
    public static final int cs = 0;
    public static final int ds = 24;
    public static final int es = 48;
    public static final int fs = 72;
    public static final int gs = 96;
    public static final int ss = 120;
    public static final int tr = 144;
    public static final int ldt = 168;
    public static final int gdt = 192;
    public static final int idt = 208;
    public static final int cr0 = 224;
    public static final int cr2 = 232;
    public static final int cr3 = 240;
    public static final int cr4 = 248;
    public static final int cr8 = 256;
    public static final int efer = 264;
    public static final int apic_base = 272;
    public static final int interrupt_bitmap = 280;

    private kvm_sregs() {}
  }

  /// `struct kvm_fpu`.
  public static final class kvm_fpu {
    public static final int sizeof = 416;
    public static final int fpr = 0;
    public static final int fcw = 128;
    public static final int fsw = 130;
    public static final int ftwx = 132;
    public static final int last_opcode = 134;
    public static final int last_ip = 136;
    public static final int last_dp = 144;
    public static final int xmm = 152;
    public static final int mxcsr = 408;

    private kvm_fpu() {}
  }

  /// `struct kvm_lapic_state`: the registers at their offsets in the APIC's page.
  public static final class kvm_lapic_state {
    public static final int sizeof = 0x400;
    public static final int regs = 0;

    private kvm_lapic_state() {}
  }

  /// `struct kvm_cpuid2`, followed by its entries.
  public static final class kvm_cpuid2 {
    public static final int sizeof = 8;
    public static final int nent = 0;
    public static final int entries = 8;

    private kvm_cpuid2() {}
  }

  /// `struct kvm_cpuid_entry2`.
  public static final class kvm_cpuid_entry2 {
    public static final int sizeof = 40;
    public static final int function = 0;
    public static final int index = 4;
    public static final int flags = 8;
    public static final int eax = 12;
    public static final int ebx = 16;
    public static final int ecx = 20;
    public static final int edx = 24;

    private kvm_cpuid_entry2() {}
  }

  /// `struct kvm_msrs`, followed by its entries.
  public static final class kvm_msrs {
    public static final int sizeof = 8;
    public static final int nmsrs = 0;
    public static final int entries = 8;

    private kvm_msrs() {}
  }

  /// `struct kvm_msr_entry`.
  public static final class kvm_msr_entry {
    public static final int sizeof = 16;
    public static final int index = 0;
    public static final int data = 8;

    private kvm_msr_entry() {}
  }

  /// `struct kvm_mp_state`.
  public static final class kvm_mp_state {
    public static final int sizeof = 4;
    public static final int mp_state = 0;

    private kvm_mp_state() {}
  }
}
