package io.stage1kvm.machine.qemu;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.machine.helper.Child;
import io.stage1kvm.machine.helper.Programs;
import io.stage1kvm.machine.helper.VirtiofsdOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// QEMU, its file servers, their sockets and the console; closed in the reverse order. Used by the
/// machine's own thread, except for the getters once all is started.
final class QemuProcesses implements AutoCloseable {

  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

  /// A file server ends by itself when QEMU closes the connection.
  private static final Duration SERVER_PATIENCE = Duration.ofSeconds(2);

  private static final String QEMU_HINT = "apt install qemu-system-x86";
  private static final String VIRTIOFSD_HINT =
      "apt install virtiofsd, or qemu-system-common on Debian 12";

  private final MachineConfig config;
  private final Hypervisor hypervisor;
  private final Consumer<String> failure;
  private final RunFiles files;
  private final List<Path> sockets = new ArrayList<>();
  private final List<Child> servers = new ArrayList<>();
  private ConsolePipe console;
  private Child qemu;
  private InputStream agentInput;
  private volatile boolean connected;

  /// @param failure called from any thread when a file server has ended
  QemuProcesses(MachineConfig config, Hypervisor hypervisor, Consumer<String> failure) {
    this.config = config;
    this.hypervisor = hypervisor;
    this.failure = failure;
    files = new RunFiles(config.runDirectory());
  }

  void start() throws MachineException, InterruptedException {
    Executables executables = config.executables();
    String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    String program = Programs.find(executables.qemu(), path, QEMU_HINT);
    Programs.find(executables.virtiofsd().command().getFirst(), path, VIRTIOFSD_HINT);
    requireParameters(config.kernelParameters());
    requireFile("kernel", config.kernel());
    requireFile("initramfs", config.initramfs());
    for (SharedDirectory directory : config.sharedDirectories()) {
      serve(directory);
    }
    console = ConsolePipe.make(files.console());
    for (int i = 0; i < servers.size(); i++) {
      servers.get(i).awaitSocket(sockets.get(i), SOCKET_TIMEOUT);
    }
    qemu =
        Child.talk(
            executables.child(),
            "qemu",
            QemuArguments.of(program, config, hypervisor, console.path(), sockets));
    agentInput = new FirstRead(qemu.process().getInputStream(), this::connected);
    servers.forEach(server -> server.onEnd(() -> failure.accept(server.describeEnd())));
  }

  private void serve(SharedDirectory directory) throws MachineException {
    Path socket = files.fileServer(servers.size());
    RunFiles.remove(socket);
    sockets.add(socket);
    servers.add(
        Child.serve(
            config.executables().child(),
            socket,
            "virtiofsd",
            VirtiofsdOptions.command(config.executables().virtiofsd(), directory.path())));
  }

  /// The kernel takes what follows `--` for arguments of /init, and QEMU appends the devices.
  private static void requireParameters(String parameters) throws MachineException {
    if (List.of(parameters.split("\\s+")).contains("--")) {
      throw MachineException.badKernelParameters(parameters);
    }
  }

  private static void requireFile(String what, Path file) throws MachineException {
    if (!Files.isRegularFile(file)) {
      throw MachineException.missingFile(what, file);
    }
  }

  /// The sockets are connected when the guest speaks: their names are of no more use.
  private void connected() {
    connected = true;
    removeSockets();
  }

  private void removeSockets() {
    sockets.forEach(RunFiles::remove);
  }

  /// Why QEMU has failed: if a file server has failed too, QEMU only lost its connection.
  String describeFailure() throws InterruptedException {
    for (Child server : servers) {
      if (server.hasFailed()) {
        return server.describeEnd();
      }
    }
    return qemu.describeEnd();
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
    // A server that never had a connection does not see the end of one.
    Duration patience = connected ? SERVER_PATIENCE : Duration.ZERO;
    servers.reversed().forEach(server -> server.end(patience));
    removeSockets();
  }
}
