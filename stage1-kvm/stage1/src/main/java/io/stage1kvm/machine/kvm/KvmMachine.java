package io.stage1kvm.machine.kvm;

import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.KernelParameters;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.machine.helper.Engine;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.machine.helper.MachineLife;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.VirtualMachine;
import io.stage1kvm.vmm.VmConfig;
import io.stage1kvm.vmm.VmEnd;
import io.stage1kvm.vmm.arch.x86.BootException;
import io.stage1kvm.vmm.arch.x86.BootImage;
import io.stage1kvm.vmm.arch.x86.Discovery;
import io.stage1kvm.vmm.arch.x86.Layout;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import io.stage1kvm.vmm.virtio.balloon.BalloonDevice;
import io.stage1kvm.vmm.virtio.rng.RngDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// A machine that our own monitor runs in this process.
public final class KvmMachine implements Engine {

  private final MachineConfig config;
  private final Hypervisor hypervisor;
  private final KvmPorts ports;
  private FileServers servers;
  private VirtualMachine machine;

  private KvmMachine(MachineConfig config, Hypervisor hypervisor) {
    this.config = config;
    this.hypervisor = hypervisor;
    ports = new KvmPorts(config.debug());
  }

  /// Starts the machine and returns when its processors run. After a failure nothing is left.
  ///
  /// @param hypervisor one with hardware
  public static Machine start(MachineConfig config, Hypervisor hypervisor)
      throws MachineException, InterruptedException {
    return MachineLife.start(config, new KvmMachine(config, hypervisor));
  }

  @Override
  public void require(String path) throws MachineException {
    if (config.vcpus() > Layout.MAX_CPUS) {
      String rule = "vcpus '" + config.vcpus() + "' must be at most " + Layout.MAX_CPUS;
      throw MachineException.cannotStart("the machine", rule, null);
    }
  }

  @Override
  public void start(FileServers servers) throws MachineException, InterruptedException {
    this.servers = servers;
    try (Assembly assembly = new Assembly(servers)) {
      BootImage kernel = assembly.open(config.kernel());
      BootImage initramfs = assembly.open(config.initramfs());
      addDevices(assembly.devices());
      machine = assembly.start(vmConfig(kernel, initramfs, assembly.devices()));
    } catch (IOException | BootException e) {
      throw Assembly.failure(e, servers);
    }
  }

  private void addDevices(List<VirtioDevice> devices) throws SyscallException {
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

  /// If a file server has failed, the monitor only lost its connection.
  @Override
  public StopReason await() throws InterruptedException {
    return switch (machine.await()) {
      case VmEnd.PowerOff off -> new StopReason.GuestOff();
      case VmEnd.Reset reset -> new StopReason.GuestOff();
      case VmEnd.Stopped stopped -> new StopReason.Killed();
      case VmEnd.HostFailure failure ->
          new StopReason.Failed(servers.failure().orElse(failure.message()));
      case VmEnd.TripleFault fault -> new StopReason.Failed(fault.message());
      case VmEnd.KvmFailure failure -> new StopReason.Failed(failure.message());
      case VmEnd.GuestFailure failure -> new StopReason.GuestFault(failure.message());
    };
  }

  @Override
  public void close() throws IOException {
    try {
      if (machine != null) {
        machine.close();
      }
    } finally {
      ports.end();
    }
  }

  @Override
  public void kill() {
    machine.stop();
  }

  @Override
  public InputStream console() {
    return ports.console();
  }

  @Override
  public InputStream agentInput() {
    return ports.agentInput();
  }

  @Override
  public OutputStream agentOutput() {
    return ports.agentOutput();
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }
}
