package io.stage1kvm.kvm;

/// What a machine of ours needs of KVM, by the names of `<linux/kvm.h>` without `KVM_CAP_`.
enum Capability {
  IRQCHIP(io.stage1kvm.sys.abi.Kvm.KVM_CAP_IRQCHIP),
  USER_MEMORY(io.stage1kvm.sys.abi.Kvm.KVM_CAP_USER_MEMORY),
  SET_TSS_ADDR(io.stage1kvm.sys.abi.Kvm.KVM_CAP_SET_TSS_ADDR),
  EXT_CPUID(io.stage1kvm.sys.abi.Kvm.KVM_CAP_EXT_CPUID),
  MP_STATE(io.stage1kvm.sys.abi.Kvm.KVM_CAP_MP_STATE),
  IRQFD(io.stage1kvm.sys.abi.Kvm.KVM_CAP_IRQFD),
  PIT2(io.stage1kvm.sys.abi.Kvm.KVM_CAP_PIT2),
  IOEVENTFD(io.stage1kvm.sys.abi.Kvm.KVM_CAP_IOEVENTFD),
  SET_IDENTITY_MAP_ADDR(io.stage1kvm.sys.abi.Kvm.KVM_CAP_SET_IDENTITY_MAP_ADDR),
  IMMEDIATE_EXIT(io.stage1kvm.sys.abi.Kvm.KVM_CAP_IMMEDIATE_EXIT);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
