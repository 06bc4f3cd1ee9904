package io.stage1kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.sys.Sys;
import io.stage1kvm.vmm.arch.x86.BootException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Machines with kernels of some instructions. With `/dev/kvm`.
@Tag("kvm")
final class VirtualMachineTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /// jmp $
  private static final String SPIN = "eb fe";

  /// mov dx,0xcf9; mov al,6; out dx,al; jmp $
  private static final String RESET = "66 ba f9 0c b0 06 ee eb fe";

  @TempDir private Path dir;

  @BeforeEach
  void needsKvm() {
    assumeTrue(Files.exists(Path.of("/dev/kvm")), "this host has no /dev/kvm");
  }

  private VmEnd run(String code, int vcpus) throws Exception {
    try (TinyKernel kernel = new TinyKernel(dir, code);
        VirtualMachine machine = VirtualMachine.start(kernel.config(vcpus))) {
      return machine.await(SOON).orElseThrow();
    }
  }

  @Test
  void endsWithTheGuestsReset() throws Exception {
    assertThat(run(RESET, 1)).isEqualTo(new VmEnd.Reset());
    assertThat(run(RESET, 3)).isEqualTo(new VmEnd.Reset());
  }

  @Test
  void endsWithATripleFault() throws Exception {
    // ud2, without a descriptor for its handler
    assertThat(run("0f 0b", 1)).isInstanceOf(VmEnd.TripleFault.class);
  }

  @Test
  void endsWhenTheGuestBreaksTheRulesOfADevice() throws Exception {
    // mov dword [0xd0000100],1: the first word of the first device's configuration
    String code = "c7 05 00 01 00 d0 01 00 00 00 " + SPIN;
    try (TinyKernel kernel = new TinyKernel(dir, code);
        VirtualMachine machine = VirtualMachine.start(kernel.config(2, new TouchyDevice()))) {
      assertThat(machine.await(SOON))
          .contains(new VmEnd.GuestFailure("touchy: value '0x1' must not be written"));
    }
  }

  @Test
  void endsWhenADeviceFails() throws Exception {
    // mov eax,[0xd0000100]
    try (TinyKernel kernel = new TinyKernel(dir, "a1 00 01 00 d0 " + SPIN);
        VirtualMachine machine = VirtualMachine.start(kernel.config(2, new TouchyDevice()))) {
      VmEnd end = machine.await(SOON).orElseThrow();
      assertThat(end).isInstanceOf(VmEnd.HostFailure.class);
      assertThat(end.message()).isEqualTo("java.lang.IllegalStateException: not today");
    }
  }

  @Test
  void closesItsDevices() throws Exception {
    TouchyDevice device = new TouchyDevice();
    try (TinyKernel kernel = new TinyKernel(dir, SPIN)) {
      VirtualMachine.start(kernel.config(1, device)).close();
      assertThat(device.closed).isEqualTo(1);
    }
    try (TinyKernel kernel = new TinyKernel(dir, "")) {
      VmConfig config = kernel.config(1, device);
      assertThatThrownBy(() -> VirtualMachine.start(config)).isInstanceOf(BootException.class);
      assertThat(device.closed).isEqualTo(2);
    }
  }

  /// On a busy host a thread may have to wait for a CPU, hence the few that may take longer.
  @Test
  void stopsASpinningGuestAtOnce() throws Exception {
    int late = 0;
    try (TinyKernel kernel = new TinyKernel(dir, SPIN)) {
      for (int i = 0; i < 20; i++) {
        try (VirtualMachine machine = VirtualMachine.start(kernel.config(1 + i % 4))) {
          assertThat(machine.await(Duration.ofMillis(i))).isEmpty();
          long start = System.nanoTime();
          machine.stop();
          assertThat(machine.await(SOON)).contains(new VmEnd.Stopped());
          late += System.nanoTime() - start > 100_000_000 ? 1 : 0;
        }
      }
    }
    assertThat(late).isLessThan(5);
  }

  @Test
  void hasAsManyVcpusAsAsked() throws Exception {
    try (TinyKernel kernel = new TinyKernel(dir, SPIN);
        VirtualMachine machine = VirtualMachine.start(kernel.config(64))) {
      assertThat(threads()).hasSize(64).contains("vcpu-0", "vcpu-63");
      machine.close();
      assertThat(threads()).isEmpty();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("vcpu-"))
        .toList();
  }

  @Test
  void leavesNothingBehind() throws Exception {
    warmUp();
    long before = descriptors();
    long mappings = mappings();
    for (int i = 0; i < 20; i++) {
      run(RESET, 2);
    }
    assertThat(descriptors()).isEqualTo(before);
    assertThat(mappings()).isEqualTo(mappings);
    assertThat(threads()).isEmpty();
  }

  /// Until everything is open that the process opens once, also what a thread prepares that comes
  /// with the first thousands of calls.
  private void warmUp() throws Exception {
    run(RESET, 2);
    for (int i = 0; i < 4000; i++) {
      Sys.processes().getpid();
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("jna")) {
        thread.join();
      }
    }
  }

  private static long descriptors() throws Exception {
    try (var list = Files.list(Path.of("/proc/self/fd"))) {
      return list.count();
    }
  }

  private static long mappings() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("kvm") || line.contains("guest-memory"))
        .count();
  }

  @Test
  void undoesAStartThatFails() throws Exception {
    long before = descriptors();
    try (TinyKernel kernel = new TinyKernel(dir, "")) {
      VmConfig config = kernel.config(2);
      assertThatThrownBy(() -> VirtualMachine.start(config)).isInstanceOf(BootException.class);
    }
    assertThat(descriptors()).isEqualTo(before);
    assertThat(mappings()).isZero();
  }

  @Test
  void countsExitsAndStampsMilestones() throws Exception {
    // mov al,0x7b; mov dx,0x900; out dx,al; out dx,al; then the reset
    String code = "b0 7b 66 ba 00 09 ee ee " + RESET;
    try (TinyKernel kernel = new TinyKernel(dir, code);
        VirtualMachine machine = VirtualMachine.start(kernel.config(1))) {
      assertThat(machine.await(SOON)).contains(new VmEnd.Reset());
      assertThat(machine.exits())
          .contains(new ExitCount("port write", 0x900, 2), new ExitCount("port write", 0xcf9, 1));
      List<Milestone> milestones = machine.milestones();
      assertThat(milestones)
          .extracting(Milestone::name)
          .contains("start", "vm created", "kernel loaded", "first run", "guest 0x7b", "end");
      assertThat(milestones).isSortedAccordingTo((a, b) -> Long.compare(a.nanos(), b.nanos()));
    }
  }
}
