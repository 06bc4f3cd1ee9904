package io.stage1kvm.machine.qemu;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.helper.Child;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.machine.helper.Programs;
import io.stage1kvm.machine.helper.Requirements;
import io.stage1kvm.machine.helper.RunFiles;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// QEMU, its file servers and the console; closed in the reverse order. Used by the machine's own
/// thread, except for the getters once all is started.
final class QemuProcesses implements AutoCloseable {

  private static final String QEMU_HINT = "apt install qemu-system-x86";

  private final MachineConfig config;
  private final Hypervisor hypervisor;
  private final Consumer<String> failure;
  private final FileServers servers;
  private ConsolePipe console;
  private Child qemu;
  private InputStream agentInput;

  /// @param failure called from any thread when a file server has ended
  QemuProcesses(MachineConfig config, Hypervisor hypervisor, Consumer<String> failure) {
    this.config = config;
    this.hypervisor = hypervisor;
    this.failure = failure;
    servers =
        new FileServers(config.executables(), config.runDirectory(), config.sharedDirectories());
  }

  void start() throws MachineException, InterruptedException {
    Executables executables = config.executables();
    String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    String program = Programs.find(executables.qemu(), path, QEMU_HINT);
    servers.requireProgram(path);
    Requirements.check(config);
    servers.start();
    console = ConsolePipe.make(new RunFiles(config.runDirectory()).console());
    List<Path> sockets = servers.awaitSockets();
    qemu =
        Child.talk(
            executables.child(),
            "qemu",
            QemuArguments.of(program, config, hypervisor, console.path(), sockets));
    // The sockets are connected when the guest speaks.
    agentInput = new FirstRead(qemu.process().getInputStream(), servers::connected);
    servers.onEnd(failure);
  }

  /// Why QEMU has failed: if a file server has failed too, QEMU only lost its connection.
  String describeFailure() throws InterruptedException {
    Optional<String> server = servers.failure();
    return server.isPresent() ? server.get() : qemu.describeEnd();
  }

  Child qemu() {
    return qemu;
  }

  ConsolePipe console() {
    return console;
  }

  InputStream agentInput() {
    return agentInput;
  }

  @Override
  public void close() {
    if (qemu != null) {
      qemu.end(Duration.ZERO);
    }
    if (console != null) {
      console.close();
    }
    servers.close();
  }
}
