package io.stage1kvm.vmm.arch.x86;

/// How a kernel is entered: mode of the processor and address of the first instruction.
sealed interface Entry {

  long address();

  /// Which of the two. (A switch over types makes a class when it first runs: milliseconds of a
  /// start.)
  boolean is64Bit();

  /// 32-bit mode without paging, ebx at `hvm_start_info` (Xen's docs/misc/pvh).
  record Pvh(long address) implements Entry {
    @Override
    public boolean is64Bit() {
      return false;
    }
  }

  /// 64-bit mode, rsi at `boot_params` (Linux's boot protocol, "64-bit boot protocol").
  record Long64(long address) implements Entry {
    @Override
    public boolean is64Bit() {
      return true;
    }
  }
}
