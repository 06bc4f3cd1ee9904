package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Commands in the apps of a running pod.
@Tag("pods")
final class EnterTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final String WAIT = "echo ready; sleep 1000";
  private static Pod pod;

  @BeforeAll
  static void startPod() {
    pod =
        HOST.pod()
            .script("one", "touch /one; " + WAIT)
            .script("two", WAIT, "--user=user", "--group=staff")
            .within(Duration.ofMinutes(5))
            .start()
            .awaitReady();
  }

  private static Outcome sh(String script) {
    return pod.enter("one", "/bin/sh", "-c", script).within(Duration.ofSeconds(30)).run();
  }

  @Test
  void endsWithTheStatusOfTheCommand() {
    sh("exit 0").expect(0);
    sh("exit 42").expect(42);
    sh("kill -KILL $$").expect(128 + 9);
  }

  @Test
  void runsInTheAppThatIsNamed() {
    Outcome one = sh("ls -d /one; id -u; echo $AC_APP_NAME").expect(0);
    assertThat(one.out()).isEqualTo("/one\n0\none\n");
    Outcome two =
        pod.enter("two", "/bin/sh", "-c", "ls /one; id -u; echo $AC_APP_NAME").run().expect(0);
    assertThat(two.out()).isEqualTo("0\ntwo\n");
    assertThat(two.err()).contains("/one: No such file or directory");
  }

  @Test
  void keepsOutputsApartAndWordsWhole() {
    Outcome outcome = sh("echo 'two  blanks' \"$0\"; echo wrong >&2").expect(0);
    assertThat(outcome.out()).isEqualTo("two  blanks /bin/sh\n");
    assertThat(outcome.err()).isEqualTo("wrong\n");
  }

  @Test
  void carriesBytesExactlyBothWays() throws Exception {
    long seed = System.nanoTime();
    byte[] bytes = new byte[1 << 20];
    new Random(seed).nextBytes(bytes);
    Outcome outcome = pod.enter("one", "/bin/cat").input(bytes).run().expect(0);
    assertThat(sha256(outcome.outBytes())).as("seed " + seed).isEqualTo(sha256(bytes));
    Outcome hash = pod.enter("one", "/bin/sha256sum").input(bytes).run().expect(0);
    assertThat(hash.out()).as("seed " + seed).isEqualTo(sha256(bytes) + "  -\n");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /// A shell on a terminal of 33 rows and 101 columns, whose settings are written down after it.
  private static Running terminal(Path slave, Path settings) {
    String script =
        "tty >'%s'; stty rows 33 cols 101; stty -a >'%s'; %s; s=$?; stty -a >>'%2$s'; exit $s"
            .formatted(slave, settings, pod.enter("one", "/bin/sh", "-i").quoted());
    Tools.require("script", "bsdutils");
    Running running =
        Command.of("script", "-qec", script, "/dev/null").within(Duration.ofSeconds(60)).start();
    HOST.watch(running.process());
    return running;
  }

  @Test
  void givesATerminalWhoseSizeFollows() throws Exception {
    Path slave = HOST.directory().resolve("tty");
    Path settings = HOST.directory().resolve("stty");
    Running shell = terminal(slave, settings);
    shell
        .awaitOut("# ")
        .write("echo a$((1+1))b; tty; stty size\n")
        .awaitOut("a2b")
        .awaitOut("33 101");
    assertThat(shell.outSoFar()).containsPattern("/dev/(pts/\\d+|console|tty)");
    String device = Files.readString(slave).strip();
    Command.of("stty", "-F", device, "rows", "40", "cols", "120").run().expect(0);
    awaitSize(shell, "40 120");
    shell.write("exit 17\n");
    shell.await().expect(17);
    String[] beforeAndAfter = Files.readString(settings).split("(?m)^speed ");
    assertThat(beforeAndAfter[2].replaceFirst("rows.*", ""))
        .isEqualTo(beforeAndAfter[1].replaceFirst("rows.*", ""));
  }

  private static void awaitSize(Running shell, String size) {
    for (int i = 0; i < Times.limit(50) && !shell.outSoFar().contains(size); i++) {
      shell.write("stty size\n");
      Running.pause(200);
    }
    shell.awaitOut(size);
  }

  @Test
  void interruptsTheCommandByTheTerminalsKey() {
    Running shell = terminal(HOST.directory().resolve("tty-2"), HOST.directory().resolve("stty-2"));
    shell.awaitOut("# ").write("echo before-$((20+2)); sleep 1000\n").awaitOut("before-22");
    Running.pause(300);
    shell.write("\u0003").write("echo after-$((20+3))\n").awaitOut("after-23");
    shell.write("exit 0\n");
    shell.await().expect(0);
  }

  @Test
  void refusesAnAppThatIsNotThere() {
    Outcome outcome = pod.enter("three", "/bin/true").run().expect(254);
    assertThat(outcome.err()).contains("three");
  }

  @Test
  void saysThatAProgramIsMissing() {
    Outcome outcome = pod.enter("one", "/no/such").run();
    assertThat(outcome.status()).isEqualTo(127);
    assertThat(outcome.err()).contains("/no/such");
  }

  @Test
  void refusesAPodThatHasEnded() {
    Pod ended = HOST.pod().script("short", "exit 0").start();
    ended.await().expect(0);
    Outcome outcome = ended.enter("short", "/bin/true").run().expect(254);
    assertThat(outcome.err()).contains(ended.uuid());
  }
}
