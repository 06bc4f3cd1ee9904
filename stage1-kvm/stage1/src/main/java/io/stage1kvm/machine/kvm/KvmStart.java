package io.stage1kvm.machine.kvm;

import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.KernelParameters;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.machine.helper.Requirements;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
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
import java.nio.file.Path;
import java.util.ArrayList;
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
    List<VirtioDevice> devices = new ArrayList<>();
    boolean handedOver = false;
    try (Fd kernel = open(config.kernel());
        Fd initramfs = open(config.initramfs())) {
      addDevices(devices, servers);
      handedOver = true;
      VirtualMachine machine = VirtualMachine.start(vmConfig(kernel, initramfs, devices));
      servers.connected();
      return machine;
    } catch (IOException | BootException e) {
      throw FileDevices.failure(e, servers);
    } finally {
      if (!handedOver) {
        devices.forEach(VirtioDevice::close);
      }
    }
  }

  private static Fd open(Path file) throws SyscallException {
    return Sys.files().openat(Fd.CWD, file.toString(), Fcntl.O_RDONLY);
  }

  private void addDevices(List<VirtioDevice> devices, FileServers servers) throws SyscallException {
    devices.add(ports.device());
    devices.add(new RngDevice());
    devices.add(new BalloonDevice());
    FileDevices.add(devices, servers, config.sharedDirectories());
  }

  private VmConfig vmConfig(Fd kernel, Fd initramfs, List<VirtioDevice> devices) {
    return new VmConfig(
        (long) config.memoryMiB() << 20,
        config.vcpus(),
        new BootImage(config.kernel().toString(), kernel),
        Optional.of(new BootImage(config.initramfs().toString(), initramfs)),
        KernelParameters.of(config, hypervisor),
        Discovery.COMMAND_LINE,
        devices,
        ports.serial());
  }
}
