package io.stage1kvm.boot;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.Virtiofsd;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.machine.helper.VirtiofsdPrograms;
import io.stage1kvm.machine.kvm.Assembly;
import io.stage1kvm.machine.kvm.DebugConsole;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.vmm.VirtualMachine;
import io.stage1kvm.vmm.VmConfig;
import io.stage1kvm.vmm.VmEnd;
import io.stage1kvm.vmm.arch.x86.BootException;
import io.stage1kvm.vmm.arch.x86.BootImage;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import io.stage1kvm.vmm.virtio.console.ConsoleDevice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// Boots a kernel in our own monitor, in this process, and waits for the machine's end.
public final class Boot {

  private static final int CONSOLE_PORT = 0;

  private final BootOptions options;
  private final Path library;
  private final BootStreams streams;
  private final ConsoleDevice console = new ConsoleDevice();
  private final Optional<DebugConsole> serial;

  /// Where the guest's console and what we say go.
  ///
  /// @param out not a [PrintStream], which would keep its failures for itself
  public record BootStreams(InputStream in, OutputStream out, PrintStream err) {}

  private Boot(BootOptions options, Path library, BootStreams streams) {
    this.options = options;
    this.library = library;
    this.streams = streams;
    serial =
        options.serial()
            ? Optional.of(new DebugConsole(console.input(CONSOLE_PORT)))
            : Optional.empty();
  }

  /// Does it and tells the exit status.
  ///
  /// @param library the directory that holds the program `child`
  public static int run(FlagReader.Parsed line, Path library, BootStreams streams)
      throws FlagException, InterruptedException {
    BootOptions options = BootFlags.read(line);
    try {
      return new Boot(options, library, streams).run();
    } catch (MachineException | IOException e) {
      streams.err.println("stage1-kvm: " + e.getMessage());
      return BootStatus.FAILED;
    }
  }

  private int run() throws FlagException, MachineException, IOException, InterruptedException {
    if (options.shares().isEmpty()) {
      try (FileServers none = new FileServers(executables("none"), Path.of(""), List.of())) {
        return run(none);
      }
    }
    Virtiofsd virtiofsd =
        options.virtiofsd().isPresent()
            ? VirtiofsdPrograms.ask(options.virtiofsd().get())
            : VirtiofsdPrograms.installed();
    Path directory = Files.createTempDirectory("stage1-kvm-boot-");
    try (FileServers servers =
        new FileServers(executables(virtiofsd), directory, options.shares())) {
      servers.start();
      return run(servers);
    } finally {
      Files.deleteIfExists(directory);
    }
  }

  private Executables executables(String program) {
    return executables(new Virtiofsd(List.of(program), Virtiofsd.Kind.RUST));
  }

  private Executables executables(Virtiofsd virtiofsd) {
    return new Executables(library.resolve("child"), virtiofsd, "qemu-system-x86_64");
  }

  private int run(FileServers servers)
      throws FlagException, MachineException, IOException, InterruptedException {
    VmEnd end;
    VirtualMachine machine = start(servers);
    BootConsole copying = copy();
    try (machine;
        Interruption interruption = Interruption.of(machine)) {
      servers.onEnd(message -> machine.stop());
      end = machine.await();
      machine.close();
      copying.finish();
      report(machine, end, servers);
    }
    return BootStatus.of(end);
  }

  private VirtualMachine start(FileServers servers)
      throws FlagException, MachineException, InterruptedException {
    try (Assembly assembly = new Assembly(servers)) {
      BootImage kernel = assembly.open(options.kernel());
      Optional<BootImage> initramfs = Optional.empty();
      if (options.initramfs().isPresent()) {
        initramfs = Optional.of(assembly.open(options.initramfs().get()));
      }
      BootDevices.open(assembly.devices(), console, options, servers);
      return assembly.start(config(kernel, initramfs, assembly.devices()));
    } catch (IOException | BootException e) {
      throw Assembly.failure(e, servers);
    }
  }

  private VmConfig config(
      BootImage kernel, Optional<BootImage> initramfs, List<VirtioDevice> devices) {
    return new VmConfig(
        options.memory(),
        options.cpus(),
        kernel,
        initramfs,
        options.commandLine(),
        options.discovery(),
        devices,
        serial.map(IntConsumer.class::cast));
  }

  private BootConsole copy() {
    InputStream fromGuest = serial.isPresent() ? serial.get() : console.input(CONSOLE_PORT);
    return new BootConsole(fromGuest, console.output(CONSOLE_PORT), streams.in, streams.out);
  }

  /// If a file server has failed, the monitor only lost its connection.
  private void report(VirtualMachine machine, VmEnd end, FileServers servers)
      throws IOException, InterruptedException {
    if (!(end instanceof VmEnd.PowerOff)) {
      boolean ours = end instanceof VmEnd.Stopped || end instanceof VmEnd.HostFailure;
      Optional<String> server = ours ? servers.failure() : Optional.empty();
      streams.err.println("stage1-kvm: " + server.orElse(end.message()));
    }
    if (options.exits().isPresent()) {
      BootReport.write(options.exits().get(), BootReport.exits(machine.exits()), streams.err);
    }
    if (options.milestones().isPresent()) {
      String line = BootReport.milestones(machine.milestones());
      BootReport.write(options.milestones().get(), line, streams.err);
    }
  }
}
