package io.stage1kvm.machine.qemu;

import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.machine.helper.Child;
import io.stage1kvm.machine.helper.Engine;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.machine.helper.MachineLife;
import io.stage1kvm.machine.helper.Programs;
import io.stage1kvm.machine.helper.RunFiles;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A machine that QEMU runs.
public final class QemuMachine implements Engine {

  private static final String QEMU_HINT = "apt install qemu-system-x86";

  private final MachineConfig config;
  private final Hypervisor hypervisor;
  private FileServers servers;
  private String program;
  private ConsolePipe console;
  private Child qemu;
  private InputStream agentInput;

  private QemuMachine(MachineConfig config, Hypervisor hypervisor) {
    this.config = config;
    this.hypervisor = hypervisor;
  }

  /// Starts a machine and returns when its processes run; the guest is then about to boot. After a
  /// failure nothing is left.
  ///
  /// @param hypervisor how this host runs it
  public static Machine start(MachineConfig config, Hypervisor hypervisor)
      throws MachineException, InterruptedException {
    return MachineLife.start(config, new QemuMachine(config, hypervisor));
  }

  @Override
  public void require(String path) throws MachineException {
    program = Programs.find(config.executables().qemu(), path, QEMU_HINT);
  }

  @Override
  public void start(FileServers servers) throws MachineException, InterruptedException {
    this.servers = servers;
    console = ConsolePipe.make(new RunFiles(config.runDirectory()).console());
    List<Path> sockets = servers.awaitSockets();
    qemu =
        Child.talk(
            config.executables().child(),
            "qemu",
            QemuArguments.of(program, config, hypervisor, console.path(), sockets));
    // The sockets are connected when the guest speaks.
    agentInput = new FirstRead(qemu.process().getInputStream(), servers::connected);
  }

  @Override
  public StopReason await() throws InterruptedException {
    return qemu.process().waitFor() == 0
        ? new StopReason.GuestOff()
        : new StopReason.Failed(describeFailure());
  }

  /// If a file server has failed too, QEMU only lost its connection.
  private String describeFailure() throws InterruptedException {
    Optional<String> server = servers.failure();
    return server.isPresent() ? server.get() : qemu.describeEnd();
  }

  @Override
  public void close() {
    if (qemu != null) {
      qemu.end(Duration.ZERO);
    }
    if (console != null) {
      console.close();
    }
  }

  @Override
  public void kill() {
    qemu.kill();
  }

  @Override
  public InputStream console() {
    return console.input();
  }

  @Override
  public InputStream agentInput() {
    return agentInput;
  }

  @Override
  public OutputStream agentOutput() {
    return qemu.process().getOutputStream();
  }

  @Override
  public long pid() {
    return qemu.process().pid();
  }
}
