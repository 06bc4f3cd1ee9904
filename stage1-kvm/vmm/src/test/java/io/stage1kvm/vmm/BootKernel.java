package io.stage1kvm.vmm;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.vmm.arch.x86.BootImage;
import io.stage1kvm.vmm.arch.x86.Discovery;
import io.stage1kvm.vmm.virtio.balloon.BalloonDevice;
import io.stage1kvm.vmm.virtio.console.ConsoleDevice;
import io.stage1kvm.vmm.virtio.rng.RngDevice;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Boots a kernel with its serial port on the standard output, then says how it went. For people:
/// `BootKernel KERNEL INITRAMFS VCPUS MIB SECONDS acpi|cmdline PARAMETERS`.
final class BootKernel {

  private BootKernel() {}

  public static void main(String[] args) throws Exception {
    Discovery discovery = args[5].equals("acpi") ? Discovery.ACPI : Discovery.COMMAND_LINE;
    ConsoleDevice console = new ConsoleDevice();
    Thread reader = new Thread(() -> copy(console.input(0)));
    reader.start();
    VmConfig config =
        new VmConfig(
            Long.parseLong(args[3]) << 20,
            Integer.parseInt(args[2]),
            image(args[0]),
            args[1].equals("-") ? Optional.empty() : Optional.of(image(args[1])),
            args[6],
            discovery,
            List.of(console, new RngDevice(), new BalloonDevice()),
            args[6].contains("ttyS0") ? Optional.of(BootKernel::print) : Optional.empty());
    try (VirtualMachine machine = VirtualMachine.start(config)) {
      Optional<VmEnd> end = machine.await(Duration.ofSeconds(Long.parseLong(args[4])));
      System.out.println("\nend: " + end.map(VmEnd::message).orElse("none"));
      long start = machine.milestones().getFirst().nanos();
      for (Milestone milestone : machine.milestones()) {
        System.out.printf("%9.3f ms %s%n", (milestone.nanos() - start) / 1e6, milestone.name());
      }
      long all = machine.exits().stream().mapToLong(ExitCount::count).sum();
      System.out.println("exits: " + all);
      for (ExitCount exit : machine.exits().stream().limit(40).toList()) {
        System.out.printf("%8d %s 0x%x%n", exit.count(), exit.reason(), exit.place());
      }
    }
  }

  private static void copy(InputStream console) {
    try {
      console.transferTo(System.out);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void print(int value) {
    System.out.write(value);
    if (value == '\n') {
      System.out.flush();
    }
  }

  private static BootImage image(String path) throws SyscallException {
    return new BootImage(path, Sys.files().openat(Fd.CWD, path, Fcntl.O_RDONLY));
  }
}
