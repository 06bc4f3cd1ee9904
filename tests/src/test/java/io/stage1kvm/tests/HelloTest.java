package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One app in a machine of its own: what it sees, and how its output looks.
@Tag("pods")
final class HelloTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  @Test
  void printsLinesOfAnAppUnderAnotherKernel() throws Exception {
    Outcome outcome =
        HOST.pod().script("hello", "uname -r; echo $$; echo no end | tr -d '\\n'").run();
    outcome.expect(0);
    List<OutputLine> lines = OutputLine.of(outcome.out());
    assertThat(lines).extracting(OutputLine::app).containsOnly("hello");
    String host = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    assertThat(lines.get(0).text()).startsWith("6.12.").isNotEqualTo(host);
    assertThat(lines.get(1).text()).isEqualTo(Long.toString(lines.get(1).pid()));
    assertThat(lines.get(2).text()).isEqualTo("no end");
    assertThat(lines).isSortedAccordingTo((a, b) -> Double.compare(a.seconds(), b.seconds()));
  }

  @Test
  void keepsStandardErrorApartAndGivesNoInput() {
    Outcome outcome = HOST.pod().script("hello", "echo out; echo err >&2; cat; echo end").run();
    outcome.expect(0);
    assertThat(outcome.lines("hello")).containsExactly("out", "end");
    assertThat(outcome.err().lines().filter(line -> line.contains("hello["))).hasSize(1);
    assertThat(outcome.err()).containsPattern("\\] hello\\[\\d+\\]: err\n");
  }

  @Test
  void givesAnAppItsEnvironment() {
    Outcome outcome =
        HOST.pod()
            .flags("--set-env=FOO=a b$HOME", "--hostname=the-pod")
            .script("envy", "env; echo PWD_IS=$(pwd); echo HOST_IS=$(hostname); cat /etc/hostname")
            .run()
            .expect(0);
    List<String> lines = outcome.lines("envy");
    Map<String, String> environment = new HashMap<>();
    lines.stream()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> environment.put(pair[0], pair[1]));
    assertThat(environment)
        .containsEntry("FOO", "a b$HOME")
        .containsEntry("AC_APP_NAME", "envy")
        .containsEntry("container", "rkt")
        .containsEntry("HOME", "/root")
        .containsEntry("USER", "root")
        .containsEntry("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .containsEntry("PWD_IS", "/")
        .containsEntry("HOST_IS", "the-pod")
        .doesNotContainKey("RKT_LOCK_FD");
    assertThat(lines.getLast()).isEqualTo("the-pod");
  }

  @Test
  void namesThePodAfterItsUuid() {
    Pod pod = HOST.pod().script("hello", "hostname").start();
    assertThat(pod.await().expect(0).lines("hello")).containsExactly("rkt-" + pod.uuid());
  }

  @Test
  void runsAsTheUserAndInTheDirectoryAsked() {
    String show = "id -u; id -g; pwd";
    Outcome outcome =
        HOST.pod()
            .script("named", show, "--user=user", "--group=staff", "--working-dir=/home/user")
            .script("numbered", show, "--user=4711", "--group=4712")
            .script("owner", show, "--user=/home/user")
            .run()
            .expect(0);
    assertThat(outcome.lines("named")).containsExactly("1000", "1001", "/home/user");
    assertThat(outcome.lines("numbered")).containsExactly("4711", "4712", "/");
    assertThat(outcome.lines("owner")).containsExactly("1000", "0", "/");
  }

  @Test
  void takesArgumentsLiterally() {
    String[] words = {"", "two  blanks", "$HOME ${HOME} $(id)", "%n %%", "\"quoted\" it's", "-x"};
    PodLine line = HOST.pod();
    String[] all = new String[words.length + 5];
    System.arraycopy(new String[] {"--name=args", "--exec=/bin/printf", "--"}, 0, all, 0, 3);
    all[3] = "<%s>\n";
    System.arraycopy(words, 0, all, 4, words.length);
    all[all.length - 1] = "--exec=/no";
    Outcome outcome = line.image(HOST.images().shell(), all).run().expect(0);
    assertThat(outcome.lines("args"))
        .containsExactly(
            "<>",
            "<two  blanks>",
            "<$HOME ${HOME} $(id)>",
            "<%n %%>",
            "<\"quoted\" it's>",
            "<-x>",
            "<--exec=/no>");
  }

  @Test
  void findsAProgramWithoutADirectory() {
    Outcome outcome =
        HOST.pod()
            .image(HOST.images().shell(), "--name=bare", "--exec=echo", "--", "found")
            .run()
            .expect(0);
    assertThat(outcome.lines("bare")).containsExactly("found");
  }

  @Test
  void keepsWhatTheAppsWroteInTheirLogs() {
    PodLine line =
        HOST.pod().script("one", "echo first; echo wrong >&2").script("two", "echo second");
    Pod pod = line.start();
    pod.await().expect(0);
    Outcome all = HOST.command("logs", pod.uuid()).run().expect(0);
    assertThat(all.out() + all.err()).contains("first", "wrong", "second");
    Outcome two = HOST.command("logs", "--app=two", pod.uuid()).run().expect(0);
    assertThat(two.out()).contains("second").doesNotContain("first");
  }

  @Test
  void tellsWhatTheHostOffers() {
    Outcome outcome = HOST.command("check").run();
    assertThat(outcome.out()).contains("/dev/kvm", "qemu", "virtiofsd", "overlay", "cgroup");
  }
}
