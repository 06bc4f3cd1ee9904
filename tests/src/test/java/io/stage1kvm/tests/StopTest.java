package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pods that are ended from outside.
@Tag("pods")
final class StopTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final long GRACE_SECONDS = 2;
  private static final String LOOP = "echo ready; while :; do sleep 1000 & wait $!; done";
  private static final String POLITE = "trap 'echo asked; exit 0' TERM; " + LOOP;
  private static final String DEAF = "trap '' TERM; echo ready; while :; do sleep 1; done";
  private static final int SIGKILL = 9;

  private static PodLine line(String script) {
    return HOST.pod().env("STAGE1_KVM_STOP_TIMEOUT", "" + GRACE_SECONDS).script("app", script);
  }

  private static Pod ready(String script) {
    return line(script).start().awaitOut("ready");
  }

  /// How long it takes from before somebody asks for the end until it comes.
  private static double secondsToEnd(Pod pod, Runnable asks) {
    long begin = System.nanoTime();
    asks.run();
    pod.await().expect(SIGKILL);
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void assertGraceTimeIsGiven(double seconds) {
    assertThat(seconds).isBetween(GRACE_SECONDS - 0.2, GRACE_SECONDS + Times.limit(8));
  }

  private static void signal(Pod pod, String signal) {
    String pid = pod.status().get("pid");
    assertThat(pid).isEqualTo(Long.toString(pod.running().process().pid()));
    Command.of("kill", "-" + signal, pid).run().expect(0);
  }

  @Test
  void asksTheAppsToEnd() {
    Pod pod = ready(POLITE);
    assertThat(pod.status()).containsEntry("state", "running");
    pod.stop().expect(0);
    assertThat(pod.await().expect(0).lines("app")).containsExactly("ready", "asked");
    assertThat(pod.status()).containsEntry("state", "exited").containsEntry("app-app", "0");
    assertThat(pod.stop().expect(0).out()).contains("already stopped");
  }

  @Test
  void endsWithTheStatusOfAnAppThatFailsWhenAsked() {
    Pod pod = ready("trap 'exit 7' TERM; " + LOOP);
    pod.stop().expect(0);
    pod.await().expect(7);
    assertThat(pod.status()).containsEntry("app-app", "7");
  }

  @Test
  void killsADeafAppAfterTheGraceTime() {
    Pod pod = ready(DEAF);
    assertGraceTimeIsGiven(secondsToEnd(pod, () -> pod.stop().expect(0)));
    assertThat(pod.status()).containsEntry("app-app", "9");
  }

  @Test
  void killsAtOnceWhenForced() {
    PodLine line = line(DEAF).env("STAGE1_KVM_STOP_TIMEOUT", "1000");
    Pod pod = line.start().awaitOut("ready");
    assertThat(secondsToEnd(pod, () -> pod.stop("--force").expect(0))).isLessThan(Times.limit(8));
    assertThat(pod.status()).containsEntry("state", "exited").containsEntry("app-app", "9");
  }

  @Test
  void asksTheAppsToEndOnSigterm() {
    Pod pod = ready(POLITE);
    signal(pod, "TERM");
    assertThat(pod.await().expect(0).lines("app")).containsExactly("ready", "asked");
    assertThat(pod.status()).containsEntry("state", "exited").containsEntry("app-app", "0");
  }

  @Test
  void killsADeafAppOnSigtermAfterTheGraceTime() {
    Pod pod = ready(DEAF);
    assertGraceTimeIsGiven(secondsToEnd(pod, () -> signal(pod, "TERM")));
  }

  /// What starts the tests may have left SIGINT ignored, and that is inherited.
  @Test
  void asksTheAppsToEndOnSigint() {
    PodLine line = line(POLITE);
    Pod pod = line.start(line.command().behind("env", "--default-signal=INT")).awaitOut("ready");
    signal(pod, "INT");
    assertThat(pod.await().expect(0).lines("app")).containsExactly("ready", "asked");
  }

  @Test
  void endsWhileTheMachineBoots() {
    Pod pod = line(POLITE).start().awaitPrepared();
    Running.pause(500);
    pod.running().process().destroy();
    long begin = System.nanoTime();
    pod.await();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isLessThan(Times.limit(Duration.ofSeconds(10)));
  }

  @Test
  void restoresTheTerminalOfAnInteractivePod() throws Exception {
    Path settings = HOST.directory().resolve("settings");
    PodLine line = HOST.pod().flags("--interactive").script("app", "tty; stty size; exec sh -i");
    String script =
        "stty rows 30 cols 90; stty -a >'%s'; %s; s=$?; stty -a >>'%1$s'; exit $s"
            .formatted(settings, line.command().quoted());
    Tools.require("script", "bsdutils");
    Pod pod = line.start(Command.of("script", "-qec", script, "/dev/null")).awaitOut("30 90");
    pod.running().write("echo seen-$((40+2))\n").awaitOut("seen-42");
    assertThat(pod.running().outSoFar()).doesNotContain("app[");
    pod.stop("--force").expect(0);
    pod.await().expect(SIGKILL);
    String[] beforeAndAfter = Files.readString(settings).split("(?m)^speed ");
    assertThat(beforeAndAfter[2]).isEqualTo(beforeAndAfter[1]);
  }
}
