package io.stage1kvm.vmm.arch.x86;

/// The model-specific registers that a kernel may expect to have been set by firmware (Intel SDM
/// volume 4). KVM's own start values are the same for some of them, which no kernel can know.
enum Msr {
  IA32_TSC(0x10, 0),
  IA32_SYSENTER_CS(0x174, 0),
  IA32_SYSENTER_ESP(0x175, 0),
  IA32_SYSENTER_EIP(0x176, 0),

  /// Bit 0: fast string instructions.
  IA32_MISC_ENABLE(0x1a0, 1),

  /// Memory is write-back (6) where no other register says otherwise, and all of them count (bit
  /// 11).
  IA32_MTRR_DEF_TYPE(0x2ff, 0x806),
  STAR(0xc000_0081, 0),
  LSTAR(0xc000_0082, 0),
  CSTAR(0xc000_0083, 0),
  SYSCALL_MASK(0xc000_0084, 0),
  KERNEL_GS_BASE(0xc000_0102, 0);

  private final int index;
  private final long value;

  Msr(int index, long value) {
    this.index = index;
    this.value = value;
  }

  int index() {
    return index;
  }

  long value() {
    return value;
  }
}
