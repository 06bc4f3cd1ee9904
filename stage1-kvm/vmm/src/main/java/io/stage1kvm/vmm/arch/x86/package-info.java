/// What firmware and boot loader do on a real machine of x86-64: the kernel in memory
/// ([io.stage1kvm.vmm.arch.x86.BootLoader]), the tables that it starts with, the processors' first
/// state. All fixed addresses are in [io.stage1kvm.vmm.arch.x86.Layout]. Needs no `/dev/kvm`.
package io.stage1kvm.vmm.arch.x86;
