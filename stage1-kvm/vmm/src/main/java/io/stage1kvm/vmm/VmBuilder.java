package io.stage1kvm.vmm;

import io.stage1kvm.kvm.Kvm;
import io.stage1kvm.kvm.Vcpu;
import io.stage1kvm.kvm.Vm;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.arch.x86.BootException;
import io.stage1kvm.vmm.arch.x86.BootRequest;
import io.stage1kvm.vmm.arch.x86.Layout;
import io.stage1kvm.vmm.bus.Bus;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.memory.MemoryRegion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes a machine of what is asked for. The order is KVM's: interrupt controllers before vCPUs,
/// everything before the first run.
final class VmBuilder {

  private final VmConfig config;
  private final VmParts parts = new VmParts();
  private final Milestones milestones = new Milestones();
  private final DeviceSet devices;
  private final Ending ending;
  private final Bus ports = new Bus();
  private final Bus mmio = new Bus();

  private VmBuilder(VmConfig config) {
    this.config = config;
    devices = new DeviceSet(config.devices());
    ending = new Ending(config.vcpus(), milestones);
  }

  static VirtualMachine start(VmConfig config) throws IOException, BootException {
    VmBuilder builder = new VmBuilder(config);
    boolean started = false;
    try {
      VirtualMachine machine = builder.start();
      started = true;
      return machine;
    } finally {
      if (!started) {
        try (builder.devices) {
          builder.parts.close();
        }
      }
    }
  }

  private VirtualMachine start() throws IOException, BootException {
    milestones.mark("start");
    GuestMemory memory = parts.add(GuestMemory.create(config.memory()));
    KernelLoading loading = parts.add(new KernelLoading(memory, bootRequest(), milestones));
    loading.start();
    Kvm kvm = parts.add(Kvm.open());
    Vm vm = parts.add(kvm.createVm());
    milestones.mark("vm created");
    prepare(vm, memory);
    List<Vcpu> vcpus = createVcpus(vm);
    VcpuSetup setup = new VcpuSetup(vcpus);
    setup.describe(kvm.supportedCpuid());
    milestones.mark("vcpus created");
    PortDevices.attach(ports, ending, milestones);
    if (config.serial().isPresent()) {
      PortDevices.attachSerial(ports, vm, parts, config.serial().get());
    }
    parts.add(devices).attach(vm, memory, mmio, ending);
    milestones.mark("devices attached");
    setup.enter(loading.await());
    return run(vcpus);
  }

  private BootRequest bootRequest() {
    return new BootRequest(
        config.kernel(),
        config.initramfs(),
        config.commandLine(),
        config.vcpus(),
        config.discovery(),
        devices.places(),
        config.serial().isPresent());
  }

  private static void prepare(Vm vm, GuestMemory memory) throws SyscallException {
    vm.setTssAddress(Layout.KVM_TSS);
    vm.setIdentityMapAddress(Layout.KVM_IDENTITY_MAP);
    vm.createIrqchip();
    vm.createPit();
    int slot = 0;
    for (MemoryRegion region : memory.regions()) {
      vm.setMemory(slot, region.address(), region.length(), hostAddress(memory, region));
      slot++;
    }
  }

  private static long hostAddress(GuestMemory memory, MemoryRegion region) {
    try {
      return memory.hostAddress(region.address(), region.length());
    } catch (GuestFault e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private List<Vcpu> createVcpus(Vm vm) throws SyscallException {
    List<Vcpu> vcpus = new ArrayList<>();
    for (int i = 0; i < config.vcpus(); i++) {
      vcpus.add(parts.add(vm.createVcpu(i)));
    }
    return vcpus;
  }

  private VirtualMachine run(List<Vcpu> vcpus) {
    List<ExitCounts> counts = new ArrayList<>();
    List<VcpuThread> threads = new ArrayList<>();
    for (Vcpu vcpu : vcpus) {
      ExitCounts own = new ExitCounts();
      counts.add(own);
      ExitHandler handler = new ExitHandler(vcpu.index(), ports, mmio, own);
      threads.add(new VcpuThread(vcpu, handler, ending));
    }
    ending.watch(vcpus);
    devices.start();
    parts.add(new VcpuThreads(threads, ending)).start();
    return new VirtualMachine(parts, ending, counts, milestones);
  }
}
