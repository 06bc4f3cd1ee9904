package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The exit status of a pod and those of its apps.
@Tag("pods")
final class ExitRulesTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final int FAILED_BEFORE_START = 254;

  private static Pod ended(PodLine line, int status) {
    Pod pod = line.start();
    pod.await().expect(status);
    return pod;
  }

  @Test
  void endsWithTheFirstFailure() {
    Pod pod =
        ended(
            HOST.pod()
                .script("first", "exit 0")
                .script("second", "sleep 1; exit 5")
                .script("third", "sleep 1000"),
            5);
    assertThat(pod.status())
        .containsEntry("state", "exited")
        .containsEntry("exited", "true")
        .containsEntry("app-first", "0")
        .containsEntry("app-second", "5")
        .containsEntry("app-third", "0");
  }

  @Test
  void endsWithZeroWhenAllAppsDo() {
    Pod pod = ended(HOST.pod().script("first", "echo 1").script("second", "sleep 1; echo 2"), 0);
    assertThat(pod.running().outSoFar()).contains(": 1\n", ": 2\n");
    assertThat(pod.status()).containsEntry("app-first", "0").containsEntry("app-second", "0");
  }

  @Test
  void reportsASignalAsItsBareNumber() {
    Pod pod = ended(HOST.pod().script("victim", "kill -SEGV $$"), 11);
    assertThat(pod.status()).containsEntry("app-victim", "11");
  }

  @Test
  void namesTheMissingProgram() {
    Pod pod = HOST.pod().script("lost", "", "--exec=/no/such/program").start();
    Outcome outcome = pod.await().expect(203);
    assertThat(outcome.err())
        .contains("Error: Unable to open \"/no/such/program\": No such file or directory\n");
    assertThat(pod.status()).containsEntry("app-lost", "203");
  }

  @Test
  void namesTheMissingInterpreter() throws Exception {
    Path rootfs = HOST.images().newRootfs("orphan");
    Files.createDirectories(rootfs);
    Path program = Files.writeString(rootfs.resolve("orphan"), "#!/no/interpreter -x\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path image = HOST.images().build("orphan", rootfs, List.of("/orphan"));
    Outcome outcome = HOST.pod().image(image).run().expect(203);
    assertThat(outcome.err())
        .contains("Error: Unable to open \"/no/interpreter\": No such file or directory\n");
  }

  @Test
  void failsInAMissingWorkingDirectory() {
    Pod pod = ended(HOST.pod().script("lost", "echo no", "--working-dir=/no/such"), 200);
    assertThat(pod.status()).containsEntry("app-lost", "200");
    assertThat(pod.running().errSoFar()).contains("/no/such");
  }

  @Test
  void refusesWhatCannotBeginWithOneLine() {
    Map<String, PodLine> cases =
        Map.of(
            "\"nobody-here\" user not found", HOST.pod().script("who", "", "--user=nobody-here"),
            "\"no-group\" group not found", HOST.pod().script("who", "", "--group=no-group"),
            "unable to find \"no-program\" in", HOST.pod().script("what", "", "--exec=no-program"),
            "--ipc=parent is not supported", HOST.pod().flags("--ipc=parent").script("shared", ""));
    cases.forEach(
        (reason, line) -> {
          Outcome outcome = line.run().expect(FAILED_BEFORE_START);
          assertThat(outcome.err()).contains(reason);
          assertThat(outcome.err().lines().filter(l -> !l.startsWith("hint: "))).hasSize(1);
          assertThat(outcome.out()).isEmpty();
        });
  }
}
