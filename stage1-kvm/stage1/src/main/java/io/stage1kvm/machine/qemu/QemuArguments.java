package io.stage1kvm.machine.qemu;

import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.KernelParameters;
import io.stage1kvm.machine.MachineConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of QEMU: a microvm with virtio-mmio devices only.
final class QemuArguments {

  /// No new programs, no other user, no other priorities: QEMU has all its files open by then.
  private static final String SANDBOX =
      "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

  private QemuArguments() {}

  /// @param program the path of QEMU
  /// @param console the FIFO for the guest's console
  /// @param sockets those of the file servers, in the order of the shared directories
  static List<String> of(
      String program,
      MachineConfig config,
      Hypervisor hypervisor,
      Path console,
      List<Path> sockets) {
    List<String> arguments = new ArrayList<>(List.of(program));
    arguments.addAll(machine(config, hypervisor.hardware()));
    arguments.addAll(
        List.of(
            "-kernel",
            config.kernel().toString(),
            "-initrd",
            config.initramfs().toString(),
            "-append",
            KernelParameters.of(config, hypervisor)));
    arguments.addAll(devices(config, console));
    for (int i = 0; i < sockets.size(); i++) {
      arguments.addAll(
          List.of(
              "-chardev",
              "socket,id=fs" + i + ",path=" + escaped(sockets.get(i)),
              "-device",
              "vhost-user-fs-device,queue-size=1024,chardev=fs%d,tag=%s"
                  .formatted(i, config.sharedDirectories().get(i).tag().replace(",", ",,"))));
    }
    return arguments;
  }

  private static List<String> machine(MachineConfig config, boolean hardware) {
    return List.of(
        "-name",
        config.name().replace(",", ",,"),
        "-nodefaults",
        "-no-user-config",
        "-display",
        "none",
        "-no-reboot",
        "-sandbox",
        SANDBOX,
        "-M",
        "microvm,acpi=off,pic=on,pit=on,rtc=on,isa-serial=%s,auto-kernel-cmdline=on,x-option-roms=off,memory-backend=ram"
            .formatted(config.debug() ? "on" : "off"),
        "-accel",
        hardware ? "kvm" : "tcg",
        "-cpu",
        // Emulation does `rep movsb` byte by byte: without erms the kernel copies five times as
        // fast.
        hardware ? "host" : "max,-erms",
        "-smp",
        "cpus=" + config.vcpus(),
        "-m",
        "size=" + config.memoryMiB() + "M",
        // A memfd that the file servers map too.
        "-object",
        "memory-backend-memfd,id=ram,share=on,size=" + config.memoryMiB() + "M",
        "-global",
        "virtio-mmio.force-legacy=false");
  }

  /// The agent port is QEMU's standard input and output: pipes need no name and no handshake.
  private static List<String> devices(MachineConfig config, Path console) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-chardev",
                "file,id=console,path=" + escaped(console),
                "-chardev",
                "stdio,id=agent,signal=off",
                "-device",
                "virtio-serial-device,max_ports=2",
                "-device",
                "virtconsole,chardev=console",
                "-device",
                "virtserialport,chardev=agent,name=io.stage1kvm.agent",
                "-object",
                "rng-random,id=rng,filename=/dev/urandom",
                "-device",
                "virtio-rng-device,rng=rng",
                "-device",
                "virtio-balloon-device,deflate-on-oom=on"));
    if (config.debug()) {
      arguments.addAll(
          List.of(
              "-chardev", "file,id=serial,path=" + escaped(console), "-serial", "chardev:serial"));
    }
    return arguments;
  }

  private static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }
}
