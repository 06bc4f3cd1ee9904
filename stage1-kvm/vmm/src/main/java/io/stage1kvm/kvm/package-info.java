/// The kernel's virtual machines: `/dev/kvm` (`Documentation/virt/kvm/api.rst`) as objects. Knows
/// processors and memory slots, no devices and no boot.
package io.stage1kvm.kvm;
