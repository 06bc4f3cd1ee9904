package io.stage1kvm.machine.kvm;

import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.KernelParameters;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.machine.helper.Requirements;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.VirtualMachine;
import io.stage1kvm.vmm.VmConfig;
import io.stage1kvm.vmm.arch.x86.BootException;
import io.stage1kvm.vmm.arch.x86.BootImage;
import io.stage1kvm.vmm.arch.x86.Discovery;
import io.stage1kvm.vmm.arch.x86.Layout;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import io.stage1kvm.vmm.virtio.balloon.BalloonDevice;
import io.stage1kvm.vmm.virtio.rng.RngDevice;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// From what stage1 asks of a machine to one that runs.
final class KvmStart {

  private final MachineConfig config;
  private final Hypervisor hypervisor;
  private final KvmPorts ports;

  KvmStart(MachineConfig config, Hypervisor hypervisor, KvmPorts ports) {
    this.config = config;
    this.hypervisor = hypervisor;
    this.ports = ports;
  }

  /// Starts the file servers and the machine.
  VirtualMachine run(FileServers servers) throws MachineException, InterruptedException {
    String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    servers.requireProgram(path);
    Requirements.check(config);
    if (config.vcpus() > Layout.MAX_CPUS) {
      String rule = "vcpus '" + config.vcpus() + "' must be at most " + Layout.MAX_CPUS;
      throw MachineException.cannotStart("the machine", rule, null);
    }
    servers.start();
    try (Assembly assembly = new Assembly(servers)) {
      BootImage kernel = assembly.open(config.kernel());
      BootImage initramfs = assembly.open(config.initramfs());
      addDevices(assembly.devices(), servers);
      return assembly.start(vmConfig(kernel, initramfs, assembly.devices()));
    } catch (IOException | BootException e) {
      throw Assembly.failure(e, servers);
    }
  }

  private void addDevices(List<VirtioDevice> devices, FileServers servers) throws SyscallException {
    devices.add(ports.device());
    devices.add(new RngDevice());
    devices.add(new BalloonDevice());
    FileDevices.add(devices, servers, config.sharedDirectories());
  }

  private VmConfig vmConfig(BootImage kernel, BootImage initramfs, List<VirtioDevice> devices) {
    return new VmConfig(
        (long) config.memoryMiB() << 20,
        config.vcpus(),
        kernel,
        Optional.of(initramfs),
        KernelParameters.of(config, hypervisor),
        Discovery.COMMAND_LINE,
        devices,
        ports.serial());
  }
}
