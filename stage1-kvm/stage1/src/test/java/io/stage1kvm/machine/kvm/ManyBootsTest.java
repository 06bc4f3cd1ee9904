package io.stage1kvm.machine.kvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.frame.FrameReader;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.machine.Virtiofsd;
import io.stage1kvm.testkit.Holdings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/// The product's guest in small machines, to stage2's hello and to its end, over and over in one
/// process: it holds no more of the host afterwards. `STAGE1_KVM_TEST_TARGET` is the directory of
/// the built parts, `STAGE1_KVM_TEST_BOOTS` how many in a row. With hardware virtualization.
@Timeout(7200)
@EnabledIfEnvironmentVariable(
    named = "STAGE1_KVM_TEST_BOOTS",
    matches = "[0-9]+",
    disabledReason = "scripts/test-steady boots many machines with KVM")
final class ManyBootsTest {
  private static final int BOOTS =
      Integer.parseInt(System.getenv().getOrDefault("STAGE1_KVM_TEST_BOOTS", "0"));

  /// So that all classes, pools and threads that stay are there.
  private static final int WARM_UP = 3;

  private static final int AT_ONCE = 8;
  private static final int MEMORY_MIB = 64;
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final byte[] NO_FRAME = "no frame at all".getBytes(UTF_8);

  @TempDir private Path dir;
  private int machines;

  private MachineConfig config() throws Exception {
    Path target = Path.of(System.getenv("STAGE1_KVM_TEST_TARGET"));
    Path own = Files.createDirectory(dir.resolve("m" + machines++));
    Path child = own.resolve("child");
    Files.copy(target.resolve("launcher/launcher"), child, StandardCopyOption.COPY_ATTRIBUTES);
    return new MachineConfig(
        "boot",
        target.resolve("kernel/vmlinux"),
        target.resolve("stage2/initramfs.cpio"),
        "",
        1,
        MEMORY_MIB,
        List.of(new SharedDirectory("pod", Files.createDirectory(own.resolve("share")))),
        false,
        Files.createDirectory(own.resolve("run")),
        new Executables(
            child,
            new Virtiofsd(List.of("/usr/lib/qemu/virtiofsd"), Virtiofsd.Kind.C),
            "qemu-system-x86_64"));
  }

  /// Every other guest is made to switch itself off, the others are killed.
  private static void boot(MachineConfig config, boolean kill, CyclicBarrier said)
      throws Exception {
    try (Machine machine = KvmMachine.start(config, Hypervisor.choose("kvm", true))) {
      awaitHello(machine);
      said.await(SOON.toSeconds(), TimeUnit.SECONDS);
      if (kill) {
        machine.kill();
        assertThat(machine.await(SOON)).contains(new StopReason.Killed());
      } else {
        machine.agentOutput().write(NO_FRAME);
        machine.agentOutput().flush();
        assertThat(machine.await(SOON)).contains(new StopReason.GuestOff());
        assertThat(text(machine.console())).contains("stage2");
      }
    }
  }

  private static void awaitHello(Machine machine) throws Exception {
    FrameReader frames = new FrameReader(machine.agentInput(), FrameType.FROM_GUEST);
    Optional<Frame> hello = frames.read();
    if (hello.isEmpty()) {
      Optional<StopReason> end = machine.await(SOON);
      machine.kill();
      fail("no hello; end: %s; console:%n%s".formatted(end, text(machine.console())));
    }
    assertThat(hello.get().type()).isEqualTo(FrameType.HELLO);
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), UTF_8);
  }

  private void bootInARow(int count) throws Exception {
    long start = System.nanoTime();
    for (int i = 1; i <= count; i++) {
      boot(config(), i % 2 == 0, new CyclicBarrier(1));
      if (i % 10 == 0 || i == count) {
        System.out.printf(
            "boots: %d of %d, %.2f s each, %s%n",
            i, count, (System.nanoTime() - start) / 1e9 / i, Holdings.now().summary());
      }
    }
  }

  @Test
  void leavesNothingBehindAfterManyBoots() throws Exception {
    bootInARow(WARM_UP);
    Holdings before = Holdings.now();
    System.out.println("before: " + before.summary());
    bootInARow(BOOTS);
    assertThat(before.changes()).isEmpty();
    System.out.println("after: " + Holdings.now().summary());
  }

  /// All have said hello before the first ends.
  private void bootAtOnce() throws Exception {
    CyclicBarrier said = new CyclicBarrier(AT_ONCE);
    List<FutureTask<Void>> boots = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      MachineConfig config = config();
      boolean kill = i % 2 == 0;
      FutureTask<Void> boot =
          new FutureTask<>(
              () -> {
                boot(config, kill, said);
                return null;
              });
      boots.add(boot);
      Thread.ofPlatform().name("boot-" + i).start(boot);
    }
    for (FutureTask<Void> boot : boots) {
      boot.get();
    }
  }

  @Test
  void bootsSeveralAtOnce() throws Exception {
    bootAtOnce(); // The C library keeps what so many threads needed: stacks and arenas.
    Holdings before = Holdings.now();
    System.out.println("before: " + before.summary());
    long start = System.nanoTime();
    bootAtOnce();
    System.out.printf(
        "boots: %d at once in %.2f s, %s%n",
        AT_ONCE, (System.nanoTime() - start) / 1e9, Holdings.now().summary());
    assertThat(before.changes()).isEmpty();
  }
}
