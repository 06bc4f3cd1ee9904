package io.stage1kvm.machine.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The life of the processes, with scripts in their place.
@Timeout(30)
final class QemuMachineTest {

  @TempDir Path dir;

  private FakePrograms programs;

  @BeforeEach
  void makePrograms() throws Exception {
    programs = FakePrograms.in(dir);
  }

  private Machine start() throws Exception {
    return QemuMachine.start(programs.config(), FakePrograms.EMULATED);
  }

  private static String line(Machine machine) throws IOException {
    return new String(machine.agentInput().readAllBytes(), UTF_8);
  }

  private static void say(Machine machine, String line) throws IOException {
    machine.agentOutput().write((line + "\n").getBytes(UTF_8));
    machine.agentOutput().flush();
  }

  @Test
  void joinsAgentPortAndConsole() throws Exception {
    try (Machine machine = start()) {
      assertThat(machine.await(Duration.ofMillis(50))).isEmpty();
      say(machine, "hello");
      assertThat(line(machine)).isEqualTo("got hello\n");
      assertThat(machine.await()).isEqualTo(new StopReason.GuestOff());
      assertThat(new String(machine.console().readAllBytes(), UTF_8)).isEqualTo("booting\n");
    }
    assertThat(dir.resolve("run")).isEmptyDirectory();
    assertThat(programs.process("virtiofsd")).isNull();
  }

  @Test
  void givesNoDescriptorToItsProcesses() throws Exception {
    try (Fd lock = Sys.files().openat(Fd.CWD, dir.toString(), Fcntl.O_RDONLY)) {
      Sys.files().setCloseOnExec(lock, false); // As rkt leaves the lock of the pod.
      try (Machine machine = start()) {
        say(machine, "x");
        machine.await();
      }
    }
    // 10 and 11 are the shell's own, for its script and for the redirection.
    assertThat(dir.resolve("qemu.fds")).hasContent("0, 1, 10, 11, 2");
    assertThat(dir.resolve("virtiofsd.fds")).hasContent("0, 1, 10, 11, 2, 3");
  }

  @Test
  void kills() throws Exception {
    try (Machine machine = start()) {
      machine.kill();
      assertThat(machine.await()).isEqualTo(new StopReason.Killed());
      assertThat(machine.agentInput().read()).isEqualTo(-1);
      Files.delete(dir.resolve("connected"));
    }
  }

  @Test
  void closesMachineThatRuns() throws Exception {
    Machine machine = start();
    Files.delete(dir.resolve("connected"));
    machine.close();
    machine.close();

    assertThat(machine.await()).isEqualTo(new StopReason.Killed());
    assertThat(ProcessHandle.of(machine.pid())).isEmpty();
    assertThat(dir.resolve("run")).isEmptyDirectory();
  }

  @Test
  void tellsTheLastWordsOfQemu() throws Exception {
    programs.script("qemu", "rm $DIR/connected; echo bad option >&2; exit 1");
    try (Machine machine = start()) {
      assertThat(machine.await())
          .isEqualTo(new StopReason.Failed("qemu ended with status 1: bad option"));
    }
  }

  @Test
  void tellsTheSignalThatKilledQemu() throws Exception {
    programs.script("qemu", "rm $DIR/connected; kill -SEGV $$");
    try (Machine machine = start()) {
      assertThat(machine.await()).isEqualTo(new StopReason.Failed("qemu was killed by signal 11"));
    }
  }

  @Test
  void endsWhenTheFileServerEnds() throws Exception {
    programs.script("virtiofsd", "sleep 0.2; echo boom >&2; exit 3");
    try (Machine machine = start()) {
      assertThat(machine.await())
          .isEqualTo(new StopReason.Failed("virtiofsd ended with status 3: boom"));
    }
  }

  @Test
  void blamesTheFileServerWhenQemuLosesIt() throws Exception {
    Path ran = dir.resolve("ran"); // Not before: a server that ends at once is a failed start.
    programs.script(
        "virtiofsd",
        "until [ -e %s ]; do sleep 0.01; done; echo no rights >&2; exit 1".formatted(ran));
    programs.script("qemu", "touch %s; sleep 0.5; echo connection lost >&2; exit 1".formatted(ran));
    try (Machine machine = start()) {
      assertThat(machine.await())
          .isEqualTo(new StopReason.Failed("virtiofsd ended with status 1: no rights"));
    }
  }

  @Test
  void refusesMissingPrograms() throws Exception {
    Files.delete(dir.resolve("virtiofsd"));
    assertThatThrownBy(this::start)
        .isInstanceOf(MachineException.class)
        .hasMessage(
            "cannot find program '%s/virtiofsd': no such executable file\n"
                + "hint: apt install virtiofsd, or qemu-system-common on Debian 12",
            dir);
    Files.delete(dir.resolve("qemu"));
    assertThatThrownBy(this::start)
        .hasMessage(
            "cannot find program '%s/qemu': no such executable file\n"
                + "hint: apt install qemu-system-x86",
            dir);
  }

  @Test
  void refusesParametersThatWouldHideTheDevices() {
    assertThatThrownBy(
            () -> QemuMachine.start(programs.config("quiet -- x"), FakePrograms.EMULATED))
        .isInstanceOf(MachineException.class)
        .hasMessage(
            "kernel parameters 'quiet -- x' must not contain '--'\n"
                + "hint: the kernel passes NAME=VALUE that it does not know to /init as"
                + " environment");
  }

  @Test
  void refusesMissingKernel() throws Exception {
    Files.delete(dir.resolve("vmlinux"));
    assertThatThrownBy(this::start)
        .hasMessage("cannot read kernel '%s/vmlinux': no such file", dir);
  }

  @Test
  void leavesNothingAfterPartialStart() throws Exception {
    Files.createDirectory(dir.resolve("run/console"));
    Files.createFile(dir.resolve("run/console/in-the-way"));
    assertThatThrownBy(this::start)
        .isInstanceOf(MachineException.class)
        .hasMessageStartingWith("cannot start the console: ");
    assertThat(dir.resolve("run/fs0.sock")).doesNotExist();
  }

  @Test
  void diesWithItsSupervisor() throws Exception {
    Process supervisor =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SupervisorToKill.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(supervisor.getInputStream().read()).isEqualTo('r');
    ProcessHandle server = programs.process("virtiofsd");
    ProcessHandle qemu = programs.process("qemu");
    assertThat(server.isAlive()).isTrue();

    supervisor.destroyForcibly().waitFor();
    qemu.onExit().get();
    server.onExit().get();
  }
}
