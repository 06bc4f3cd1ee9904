package io.stage1kvm.machine.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.machine.TinyKernel;
import io.stage1kvm.machine.Virtiofsd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The life of a machine whose kernel has some 32-bit instructions. With `/dev/kvm`.
@Timeout(30)
final class KvmMachineTest {

  private static final Hypervisor OWN =
      new Hypervisor(Hypervisor.Monitor.OWN, true, Optional.empty(), OptionalInt.empty());

  private static final String RESET = TinyKernel.RESET;
  private static final String SPIN = TinyKernel.SPIN;

  @TempDir Path dir;

  @BeforeEach
  void needsKvm() {
    assumeTrue(Files.exists(Path.of("/dev/kvm")), "this host has no /dev/kvm");
  }

  private MachineConfig config(String code, int vcpus, boolean debug) throws Exception {
    Files.write(dir.resolve("vmlinux"), TinyKernel.of(code));
    Files.write(dir.resolve("initramfs"), new byte[] {1});
    return new MachineConfig(
        "test",
        dir.resolve("vmlinux"),
        dir.resolve("initramfs"),
        "",
        vcpus,
        64,
        List.of(),
        debug,
        dir,
        new Executables(
            dir.resolve("child"), new Virtiofsd(List.of("/bin/true"), Virtiofsd.Kind.C), "qemu"));
  }

  private Machine start(String code) throws Exception {
    return KvmMachine.start(config(code, 1, false), OWN);
  }

  @Test
  void endsWithItsGuest() throws Exception {
    try (Machine machine = start(RESET)) {
      assertThat(machine.await()).isEqualTo(new StopReason.GuestOff());
      assertThat(machine.console().read()).isEqualTo(-1);
      assertThat(machine.agentInput().read()).isEqualTo(-1);
      assertThat(machine.pid()).isEqualTo(ProcessHandle.current().pid());
    }
  }

  @Test
  void kills() throws Exception {
    try (Machine machine = start(SPIN)) {
      assertThat(machine.await(Duration.ofMillis(50))).isEmpty();
      machine.kill();
      assertThat(machine.await()).isEqualTo(new StopReason.Killed());
      assertThat(machine.agentInput().read()).isEqualTo(-1);
    }
  }

  @Test
  void closesMachineThatRuns() throws Exception {
    Machine machine = start(SPIN);
    machine.close();
    machine.close();
    assertThat(machine.await()).isEqualTo(new StopReason.Killed());
  }

  @Test
  void tellsHowTheGuestFailed() throws Exception {
    try (Machine machine = start("0f 0b")) { // ud2
      assertThat(machine.await())
          .isEqualTo(new StopReason.Failed("vcpu 0: triple fault at 0x100000"));
    }
  }

  @Test
  void showsTheSerialPortWhenDebugging() throws Exception {
    // mov dx,0x3f8; mov al,'h'; out dx,al; mov al,'i'; out dx,al; the reset
    String code = "66 ba f8 03 b0 68 ee b0 69 ee " + RESET;
    try (Machine machine = KvmMachine.start(config(code, 1, true), OWN)) {
      machine.await();
      assertThat(machine.console().readAllBytes()).asString().isEqualTo("hi");
    }
  }

  @Test
  void saysWhyItCannotStart() throws Exception {
    MachineConfig config = config(SPIN, 1, false);
    Files.writeString(config.kernel(), "no kernel");
    assertThatThrownBy(() -> KvmMachine.start(config, OWN))
        .isInstanceOf(MachineException.class)
        .hasMessageStartingWith(
            "cannot start the machine: cannot load kernel '" + config.kernel() + "': ");
    Files.delete(config.kernel());
    assertThatThrownBy(() -> KvmMachine.start(config, OWN))
        .hasMessage("cannot read kernel '" + config.kernel() + "': no such file");
    MachineConfig large = config(SPIN, 65, false);
    assertThatThrownBy(() -> KvmMachine.start(large, OWN))
        .hasMessage("cannot start the machine: vcpus '65' must be at most 64");
  }
}
