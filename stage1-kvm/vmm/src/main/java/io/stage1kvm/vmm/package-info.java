/// The virtual machine monitor: what is asked of a machine ([io.stage1kvm.vmm.VmConfig]), its
/// construction (`VmBuilder`) and the machine that runs ([io.stage1kvm.vmm.VirtualMachine]).
package io.stage1kvm.vmm;
