package io.stage1kvm.sys.abi;

/// What a vCPU shares with the kernel while it runs: `<linux/kvm.h>`. Sizes and offsets in bytes.
public final class KvmRun {

  private KvmRun() {}

  /// `struct kvm_run`; two underscores stand for the dot before a member of the union.
  public static final class kvm_run {
    public static final int sizeof = 2352;
    public static final int immediate_exit = 1;
    public static final int exit_reason = 8;
    public static final int hw__hardware_exit_reason = 32;
    public static final int fail_entry__hardware_entry_failure_reason = 32;
    public static final int fail_entry__cpu = 40;
    public static final int io__direction = 32;
    public static final int io__size = 33;
    public static final int io__port = 34;
    public static final int io__count = 36;
    public static final int io__data_offset = 40;
    public static final int mmio__phys_addr = 32;
    public static final int mmio__data = 40;
    public static final int mmio__len = 48;
    public static final int mmio__is_write = 52;
    public static final int internal__suberror = 32;
    public static final int internal__ndata = 36;
    public static final int internal__data = 40;
    public static final int emulation_failure__flags = 40;
    public static final int emulation_failure__insn_size = 48;
    public static final int emulation_failure__insn_bytes = 49;
    public static final int system_event__type = 32;

    private kvm_run() {}
  }
}
