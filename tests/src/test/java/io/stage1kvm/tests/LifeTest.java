package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pods come and go and leave nothing behind.
@Tag("pods")
final class LifeTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final int IN_A_ROW = 20;
  private static final int AT_ONCE = 4;

  private Set<String> before;

  @BeforeEach
  void lookAround() {
    before = surroundings();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    HOST.gc();
    assertThat(Traces.await(HOST.data())).isEmpty();
    assertThat(surroundings()).isEqualTo(before);
  }

  /// What pods have outside of their data directory: network devices, cgroups, sockets in /run.
  private static Set<String> surroundings() {
    try (Stream<Path> devices = Files.list(Path.of("/sys/class/net"));
        Stream<Path> groups = Files.walk(Path.of("/sys/fs/cgroup"), 3);
        Stream<Path> run = Files.list(Path.of("/run"))) {
      return Stream.concat(devices, Stream.concat(groups.filter(Files::isDirectory), run))
          .map(Path::toString)
          .filter(name -> name.matches(".*(tap|rkt|stage1|virtiofs|qemu).*"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("long")
  @Timeout(900) // Emulated processors take a quarter of a minute for each.
  void runsPodsInARow() {
    for (int i = 0; i < IN_A_ROW; i++) {
      Outcome outcome = HOST.pod().script("app", "echo pod " + i + " $((6 * 7))").run().expect(0);
      assertThat(outcome.lines("app")).containsExactly("pod " + i + " 42");
      assertThat(Traces.processes(HOST.data())).isEmpty();
    }
  }

  @Test
  void runsPodsAtOnce() {
    List<Pod> pods = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      pods.add(HOST.pod().script("app", "echo pod " + i + "; sleep 2; exit " + i).start());
    }
    for (int i = 0; i < AT_ONCE; i++) {
      Outcome outcome = pods.get(i).await().expect(i);
      assertThat(outcome.lines("app")).containsExactly("pod " + i);
      assertThat(pods.get(i).status()).containsEntry("app-app", "" + i);
    }
    assertThat(Traces.processes(HOST.data())).isEmpty();
  }

  @Test
  void cleansUpAfterASupervisorThatWasKilled() throws Exception {
    Path volume = HOST.newDirectory("volume");
    Pod pod =
        HOST.pod()
            .flags("--volume=v,kind=host,source=" + volume, "--volume=e,kind=empty")
            .script(
                "app",
                "echo ready; sleep 1000",
                "--mount=volume=v,target=/v",
                "--mount=volume=e,target=/e")
            .start()
            .awaitOut("ready");
    String supervisor = pod.status().get("pid");
    assertThat(Traces.processes(HOST.data()))
        .anyMatch(process -> process.contains("qemu") || isMachine(supervisor))
        .anyMatch(process -> process.contains("virtiofsd"));
    Command.of("kill", "-KILL", supervisor).run().expect(0);
    assertThat(pod.await().status()).isEqualTo(128 + 9);
    assertThat(Traces.awaitProcesses(HOST.data())).isEmpty();
    assertThat(pod.status()).containsEntry("state", "exited");
  }

  /// Whether the supervisor is the machine itself: with our own monitor it is.
  private static boolean isMachine(String supervisor) {
    String files = Command.of("ls", "-l", "/proc/" + supervisor + "/fd").run().expect(0).out();
    return files.contains("anon_inode:kvm-vm");
  }

  @Test
  void cleansUpAfterASupervisorThatWasKilledWhileItBoots() {
    Pod pod = HOST.pod().script("app", "echo ready; sleep 1000").start().awaitPrepared();
    Running.pause(300);
    pod.running().process().destroyForcibly();
    assertThat(pod.await().status()).isEqualTo(128 + 9);
  }

  @Test
  void removesOnePodByItsName() {
    Pod pod = HOST.pod().script("app", "exit 0").start();
    pod.await().expect(0);
    assertThat(HOST.command("list", "--full").run().expect(0).out()).contains(pod.uuid());
    HOST.command("rm", pod.uuid()).run().expect(0);
    assertThat(HOST.command("list", "--full").run().expect(0).out()).doesNotContain(pod.uuid());
  }
}
