package io.stage1kvm.kvm;

import static io.stage1kvm.sys.abi.Kvm.KVM_CREATE_IRQCHIP;
import static io.stage1kvm.sys.abi.Kvm.KVM_CREATE_PIT2;
import static io.stage1kvm.sys.abi.Kvm.KVM_CREATE_VCPU;
import static io.stage1kvm.sys.abi.Kvm.KVM_IOEVENTFD;
import static io.stage1kvm.sys.abi.Kvm.KVM_IOEVENTFD_FLAG_DATAMATCH;
import static io.stage1kvm.sys.abi.Kvm.KVM_IRQFD;
import static io.stage1kvm.sys.abi.Kvm.KVM_IRQ_LINE;
import static io.stage1kvm.sys.abi.Kvm.KVM_PIT_SPEAKER_DUMMY;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_IDENTITY_MAP_ADDR;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_TSS_ADDR;
import static io.stage1kvm.sys.abi.Kvm.KVM_SET_USER_MEMORY_REGION;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoctlCalls;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.KvmVm.kvm_ioeventfd;
import io.stage1kvm.sys.abi.KvmVm.kvm_irq_level;
import io.stage1kvm.sys.abi.KvmVm.kvm_irqfd;
import io.stage1kvm.sys.abi.KvmVm.kvm_pit_config;
import io.stage1kvm.sys.abi.KvmVm.kvm_userspace_memory_region;

/// A virtual machine: slots of memory, interrupt controllers, vCPUs. The interrupt controllers come
/// first, then the vCPUs, in any number of threads. The kernel keeps the machine until all its
/// vCPUs
/// are closed too.
public final class Vm implements AutoCloseable {

  private final Fd machine;
  private final IoctlCalls ioctls;
  private final int runSize;

  Vm(Fd machine, IoctlCalls ioctls, int runSize) {
    this.machine = machine;
    this.ioctls = ioctls;
    this.runSize = runSize;
  }

  /// Three pages below 4 GiB that Intel's KVM takes for real mode; no memory may be there.
  public void setTssAddress(long address) throws SyscallException {
    String name = "KVM_SET_TSS_ADDR";
    ioctls.ioctl(machine, KVM_SET_TSS_ADDR, address, name, "address", address);
  }

  /// One page below 4 GiB that Intel's KVM takes for protected mode without paging; no memory may
  /// be there.
  public void setIdentityMapAddress(long address) throws SyscallException {
    Struct argument = new Struct(Long.BYTES);
    argument.putInt64(0, address);
    String name = "KVM_SET_IDENTITY_MAP_ADDR";
    ioctls.ioctl(machine, KVM_SET_IDENTITY_MAP_ADDR, argument, name, "address", address);
  }

  /// Two 8259, an IOAPIC of 24 inputs and a local APIC for each vCPU, in the kernel.
  public void createIrqchip() throws SyscallException {
    ioctls.ioctl(machine, KVM_CREATE_IRQCHIP, 0, "KVM_CREATE_IRQCHIP");
  }

  /// An 8254 in the kernel, which also answers at the speaker's port.
  public void createPit() throws SyscallException {
    Struct config = new Struct(kvm_pit_config.sizeof);
    config.putInt32(kvm_pit_config.flags, KVM_PIT_SPEAKER_DUMMY);
    ioctls.ioctl(machine, KVM_CREATE_PIT2, config, "KVM_CREATE_PIT2");
  }

  /// Gives the guest memory of this process, which must stay mapped until the machine and all its
  /// vCPUs are closed.
  ///
  /// @param guestAddress a multiple of the page size, as all three
  public void setMemory(int slot, long guestAddress, long size, long hostAddress)
      throws SyscallException {
    Struct region = new Struct(kvm_userspace_memory_region.sizeof);
    region.putInt32(kvm_userspace_memory_region.slot, slot);
    region.putInt64(kvm_userspace_memory_region.guest_phys_addr, guestAddress);
    region.putInt64(kvm_userspace_memory_region.memory_size, size);
    region.putInt64(kvm_userspace_memory_region.userspace_addr, hostAddress);
    ioctls.ioctl(
        machine,
        KVM_SET_USER_MEMORY_REGION,
        region,
        "KVM_SET_USER_MEMORY_REGION",
        "slot",
        slot,
        "address",
        guestAddress,
        "size",
        size);
  }

  /// From now on each signal of the event raises the interrupt once (as an edge). The machine keeps
  /// the event until it ends, even if the descriptor is closed.
  public void irqfd(Fd event, int gsi) throws SyscallException {
    Struct irqfd = new Struct(kvm_irqfd.sizeof);
    irqfd.putInt32(kvm_irqfd.fd, event.number());
    irqfd.putInt32(kvm_irqfd.gsi, gsi);
    ioctls.ioctl(machine, KVM_IRQFD, irqfd, "KVM_IRQFD", "fd", event.number(), "gsi", gsi);
  }

  /// From now on a guest's write of 4 bytes with this value at this address signals the event and
  /// does nothing else: no exit.
  ///
  /// @param address in memory
  public void ioeventfd(Fd event, long address, int value) throws SyscallException {
    Struct ioeventfd = new Struct(kvm_ioeventfd.sizeof);
    ioeventfd.putInt64(kvm_ioeventfd.datamatch, Integer.toUnsignedLong(value));
    ioeventfd.putInt64(kvm_ioeventfd.addr, address);
    ioeventfd.putInt32(kvm_ioeventfd.len, Integer.BYTES);
    ioeventfd.putInt32(kvm_ioeventfd.fd, event.number());
    ioeventfd.putInt32(kvm_ioeventfd.flags, KVM_IOEVENTFD_FLAG_DATAMATCH);
    ioctls.ioctl(
        machine,
        KVM_IOEVENTFD,
        ioeventfd,
        "KVM_IOEVENTFD",
        "fd",
        event.number(),
        "address",
        address,
        "value",
        value);
  }

  /// Sets an input of the interrupt controllers.
  public void setIrqLine(int gsi, boolean level) throws SyscallException {
    Struct line = new Struct(kvm_irq_level.sizeof);
    line.putInt32(kvm_irq_level.irq, gsi);
    line.putInt32(kvm_irq_level.level, level ? 1 : 0);
    ioctls.ioctl(machine, KVM_IRQ_LINE, line, "KVM_IRQ_LINE", "irq", gsi);
  }

  /// Makes a vCPU, which belongs to the caller.
  ///
  /// @param index its number and APIC id, from 0; 0 boots, the others wait for it
  public Vcpu createVcpu(int index) throws SyscallException {
    long fd = ioctls.ioctl(machine, KVM_CREATE_VCPU, index, "KVM_CREATE_VCPU", "vcpu", index);
    return Vcpu.of(Fd.adopt((int) fd), index, ioctls, runSize);
  }

  @Override
  public void close() throws SyscallException {
    machine.close();
  }
}
