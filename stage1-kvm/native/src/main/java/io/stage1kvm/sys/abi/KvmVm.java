package io.stage1kvm.sys.abi;

/// What `/dev/kvm` is told about a machine: `<linux/kvm.h>`. Sizes and offsets in bytes.
public final class KvmVm {

  private KvmVm() {}

  /// `struct kvm_userspace_memory_region`.
  public static final class kvm_userspace_memory_region {
    public static final int sizeof = 32;
    public static final int slot = 0;
    public static final int flags = 4;
    public static final int guest_phys_addr = 8;
    public static final int memory_size = 16;
    public static final int userspace_addr = 24;

    private kvm_userspace_memory_region() {}
  }

  /// `struct kvm_irqfd`.
  public static final class kvm_irqfd {
    public static final int sizeof = 32;
    public static final int fd = 0;
    public static final int gsi = 4;
    public static final int flags = 8;
    public static final int resamplefd = 12;

    private kvm_irqfd() {}
  }

  /// `struct kvm_ioeventfd`.
  public static final class kvm_ioeventfd {
    public static final int sizeof = 64;
    public static final int datamatch = 0;
    public static final int addr = 8;
    public static final int len = 16;
    public static final int fd = 20;
    public static final int flags = 24;

    private kvm_ioeventfd() {}
  }

  /// `struct kvm_irq_level`.
  public static final class kvm_irq_level {
    public static final int sizeof = 8;
    public static final int irq = 0;
    public static final int level = 4;

    private kvm_irq_level() {}
  }

  /// `struct kvm_pit_config`.
  public static final class kvm_pit_config {
    public static final int sizeof = 64;
    public static final int flags = 0;

    private kvm_pit_config() {}
  }
}
