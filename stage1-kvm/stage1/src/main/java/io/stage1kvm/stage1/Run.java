package io.stage1kvm.stage1;

import io.stage1kvm.control.ControlServer;
import io.stage1kvm.guest.GuestSession;
import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.machine.kvm.KvmMachine;
import io.stage1kvm.machine.qemu.QemuMachine;
import io.stage1kvm.pod.LoadedPod;
import io.stage1kvm.pod.PlanRequest;
import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.pod.PodException;
import io.stage1kvm.pod.PodPlan;
import io.stage1kvm.share.PodShare;
import io.stage1kvm.share.ShareException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The `run` entrypoint: from the pod directory that stage0 has prepared to the pod's exit status.
/// Whatever is
/// set up is closed in reverse order, on failure too.
final class Run {
  /// A guest under software emulation on a busy host has been seen to need 10 s.
  private static final Duration LONGEST_BOOT = Duration.ofSeconds(120);

  /// What the end of a pod may take after the grace time: more than the supervisor gives the guest.
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  /// How long whoever reads our output may take for the rest when the pod was stopped.
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE / 1_000_000_000);

  private final RunOptions options;
  private final Settings settings;
  private final Installation installation;
  private final Timeline timeline;
  private final PodDirectory pod = PodDirectory.current();
  private final PrintStream err = System.err;
  private volatile boolean booted;

  private Run(RunOptions options, Settings settings, Installation installation, Timeline timeline) {
    this.options = options;
    this.settings = settings;
    this.installation = installation;
    this.timeline = timeline;
  }

  static int main(List<String> arguments, Map<String, String> environment, Timeline timeline)
      throws Stage1Exception, InterruptedException {
    RunOptions options = RunOptions.parse(arguments);
    Settings settings = Settings.of(environment, SettingsFile.read(Path.of(options.localConfig())));
    Installation installation = Installation.of(environment, settings);
    return new Run(options, settings, installation, timeline).run(environment);
  }

  private int run(Map<String, String> environment) throws Stage1Exception, InterruptedException {
    try {
      LoadedPod loaded = LoadedPod.read(pod);
      PlanRequest request = PlanRequests.of(pod, options, settings, environment);
      AtomicInteger streams = new AtomicInteger();
      PodPlan plan = PodPlan.compile(loaded, request, streams::incrementAndGet);
      timeline.mark("plan");
      warn(plan);
      EmptyVolumes.make(plan.volumes());
      Files.createDirectories(pod.runDirectory());
      try (PodShare share = Shares.open(pod, loaded, plan)) {
        timeline.mark("share");
        return boot(plan);
      }
    } catch (PodException | ShareException e) {
      throw Stage1Exception.of(e.getMessage());
    } catch (MachineException e) {
      throw Stage1Exception.of(e.getMessage());
    } catch (IOException e) {
      throw Stage1Exception.cannot("run pod", e);
    }
  }

  private void warn(PodPlan plan) {
    if (options.missesNetwork()) {
      err.println(
          "stage1-kvm: warning: pods have no network yet: only loopback, as with --net=none");
    }
    plan.warnings().forEach(w -> err.println("stage1-kvm: warning: " + w));
  }

  private int boot(PodPlan plan)
      throws MachineException, Stage1Exception, IOException, InterruptedException {
    Hypervisor hypervisor = Hypervisor.choose(settings.hypervisor(), settings.requireHardware());
    hypervisor.warning().ifPresent(w -> err.println("stage1-kvm: " + w));
    MachineConfig config =
        new MachineConfig(
            "rkt-" + options.uuid(),
            installation.kernel(),
            installation.initramfs(),
            kernelParameters(),
            plan.size().vcpus(),
            plan.size().memoryMiB(),
            List.of(new SharedDirectory("pod", pod.share())),
            options.debug(),
            pod.runDirectory(),
            installation.executables());
    try (Machine machine = start(config, hypervisor)) {
      timeline.mark("machine started");
      GuestConsole console =
          new GuestConsole(
              machine.console(),
              options.debug() ? Optional.of(err) : Optional.empty(),
              () -> timeline.mark("kernel's first line"));
      try {
        return supervise(plan, machine);
      } catch (GuestSessionException e) {
        throw died(machine, console, e);
      }
    }
  }

  private static Machine start(MachineConfig config, Hypervisor hypervisor)
      throws MachineException, InterruptedException {
    return switch (hypervisor.monitor()) {
      case OWN -> KvmMachine.start(config, hypervisor);
      case QEMU -> QemuMachine.start(config, hypervisor);
    };
  }

  private String kernelParameters() throws IOException {
    String limits = Files.readString(Path.of("/proc/self/limits"));
    return (settings.kernelParameters() + " " + OpenFiles.parameter(limits)).strip();
  }

  private int supervise(PodPlan plan, Machine machine)
      throws GuestSessionException, IOException, InterruptedException {
    Set<String> apps = plan.guest().apps().stream().map(GuestApp::name).collect(Collectors.toSet());
    AppReports reports = new AppReports(apps, err, timeline);
    PodStatus status = new PodStatus(pod);
    Supervisor supervisor = new Supervisor(apps, status, reports, settings.stopTimeout());
    Consumer<Boolean> stop = force -> stop(machine, supervisor, force);
    try (AppLogs logs = new AppLogs(pod, settings.logLimit());
        GuestSession session =
            GuestSession.open(machine.agentInput(), machine.agentOutput(), supervisor)) {
      Ending.onSignal(() -> stop.accept(false));
      PodStreams streams = new PodStreams(session, logs, reports, options.interactive());
      ControlDesk desk = new ControlDesk(pod, plan.guest(), session, stop);
      // Before the guest has booted, which may take long: who starts a pod may want to stop it.
      try (ControlServer control = ControlServer.listen(pod.controlSocket(), desk)) {
        session.awaitHello(LONGEST_BOOT);
        booted = true;
        timeline.mark("stage2 hello");
        return serve(plan, session, supervisor, streams, status, desk);
      }
    } finally {
      if (options.debug() || settings.timeline()) {
        timeline.print(err);
      }
    }
  }

  private int serve(
      PodPlan plan,
      GuestSession session,
      Supervisor supervisor,
      PodStreams streams,
      PodStatus status,
      ControlDesk desk)
      throws GuestSessionException, IOException, InterruptedException {
    streams.open(plan);
    Optional<HostTerminal> terminal = streams.foreground(plan);
    try {
      session.start(plan.guest());
      desk.open();
      status.started(ProcessHandle.current().pid());
      int result = supervisor.watch(session::shutdown);
      streams.drain(supervisor.isStopped() ? LONGEST_DRAIN : FOREVER);
      return result;
    } finally {
      status.ended();
      terminal.ifPresent(HostTerminal::close);
    }
  }

  /// Asks for the pod's end and returns at once. A guest that does not listen yet has nothing to
  /// lose.
  private void stop(Machine machine, Supervisor supervisor, boolean force) {
    supervisor.stop(force);
    if (!booted) {
      machine.kill();
    }
    Ending.within((force ? Duration.ZERO : settings.stopTimeout()).plus(LONGEST_END));
  }

  /// The guest has gone without saying that it would: its last words say why.
  private Stage1Exception died(Machine machine, GuestConsole console, GuestSessionException cause)
      throws InterruptedException {
    Optional<StopReason> end = machine.await(Duration.ofSeconds(2));
    machine.kill();
    List<String> last = console.lastLines();
    last.forEach(line -> err.println("console: " + line));
    if (end.isPresent() && end.get() instanceof StopReason.GuestFault fault) {
      return Stage1Exception.guestFault(fault.message());
    }
    return Stage1Exception.of(
        "the guest died: " + GuestConsole.panic(last).orElse(reason(end, cause)));
  }

  private static String reason(Optional<StopReason> end, GuestSessionException cause) {
    if (end.isEmpty()) {
      return cause.getMessage();
    }
    return switch (end.get()) {
      case StopReason.Failed failed -> failed.message();
      case StopReason.GuestFault fault -> fault.message();
      case StopReason.Killed killed -> "it was killed";
      case StopReason.GuestOff off -> "it switched itself off; " + cause.getMessage();
    };
  }
}
