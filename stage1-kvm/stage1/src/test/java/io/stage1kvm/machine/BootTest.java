package io.stage1kvm.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.machine.kvm.KvmMachine;
import io.stage1kvm.machine.qemu.FakePrograms;
import io.stage1kvm.machine.qemu.QemuMachine;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Mount;
import io.stage1kvm.sys.abi.Sched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/// A real guest in a real machine with the real virtiofsd. The end-to-end tests boot anyway; this
/// one is for work on the machine alone. `STAGE1_KVM_TEST_HYPERVISOR` says whose: `qemu` or `kvm`.
@Timeout(60)
@EnabledIfEnvironmentVariable(
    named = "STAGE1_KVM_TEST_KERNEL",
    matches = ".+",
    disabledReason = "boots the kernel that STAGE1_KVM_TEST_KERNEL names")
final class BootTest {

  @TempDir Path dir;

  private MachineConfig config(boolean debug) throws Exception {
    FakePrograms programs = FakePrograms.in(dir);
    GuestImage.write(dir.resolve("initramfs"), dir);
    Path share = Files.createDirectories(dir.resolve("share/inner")).getParent();
    return new MachineConfig(
        "boot",
        Path.of(System.getenv("STAGE1_KVM_TEST_KERNEL")),
        dir.resolve("initramfs"),
        "",
        1,
        256,
        List.of(new SharedDirectory("pod", share)),
        debug,
        dir.resolve("run"),
        new Executables(
            programs.config().executables().child(),
            new Virtiofsd(List.of("/usr/lib/qemu/virtiofsd"), Virtiofsd.Kind.C),
            "qemu-system-x86_64"));
  }

  private static Machine start(MachineConfig config) throws Exception {
    String wanted = System.getenv().getOrDefault("STAGE1_KVM_TEST_HYPERVISOR", "qemu");
    Hypervisor hypervisor = Hypervisor.choose(wanted, false);
    return switch (hypervisor.monitor()) {
      case OWN -> KvmMachine.start(config, hypervisor);
      case QEMU -> QemuMachine.start(config, hypervisor);
    };
  }

  /// In a thread with mounts of its own, where a file system lies inside the shared directory.
  private void privately(Callable<Void> action) throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              Sys.mounts().unshare(Sched.CLONE_NEWNS);
              Sys.mounts().mount("", "/", "", Mount.MS_REC | Mount.MS_PRIVATE, "");
              Sys.mounts().mount("t", dir.resolve("share/inner").toString(), "tmpfs", 0, "");
              return action.call();
            });
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
    task.get();
  }

  private static String console(Machine machine) throws IOException {
    return new String(machine.console().readAllBytes(), UTF_8);
  }

  @Test
  void talksAndShares() throws Exception {
    MachineConfig config = config(false);
    privately(
        () -> {
          try (Machine machine = start(config)) {
            BufferedReader in =
                new BufferedReader(new InputStreamReader(machine.agentInput(), UTF_8));
            assertThat(in.readLine()).isEqualTo("hello");
            assertThat(dir.resolve("run/fs0.sock")).doesNotExist();
            machine.agentOutput().write("line\n".getBytes(UTF_8));
            machine.agentOutput().flush();
            assertThat(in.readLine()).isEqualTo("two file systems");
            assertThat(machine.await()).isEqualTo(new StopReason.GuestOff());
            assertThat(console(machine)).isEqualToIgnoringNewLines("guest is up");
          }
          return null;
        });
    Path file = dir.resolve("share/from-guest");
    assertThat(file).hasContent("line\n");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(1234);
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100640);
    assertThat(dir.resolve("run")).isEmptyDirectory();
  }

  @Test
  void showsPanicAndFirstLineWhenDebugging() throws Exception {
    try (Machine machine = start(config(true))) {
      machine.agentOutput().write("panic\n".getBytes(UTF_8));
      machine.agentOutput().flush();
      String console = console(machine);
      assertThat(console).contains("Linux version 6.").contains("guest is up");
      assertThat(console).contains("Kernel panic - not syncing: Attempted to kill init!");
      assertThat(machine.await()).isEqualTo(new StopReason.GuestOff());
    }
  }
}
