package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LinuxExecCallsTest {

  /// What a JVM of its own runs: it becomes a shell in another directory.
  static final class Become {
    private Become() {}

    public static void main(String[] words) throws Exception {
      Sys.exec().chdir("/proc/self");
      Sys.exec().unblockSignals();
      Sys.exec()
          .execve(
              "/bin/sh",
              bytes(
                  "sh",
                  "-c",
                  // No grep: the shell blocks all signals for a moment when it starts a program.
                  "echo $$ \"$PWD\" \"$1\" $A;"
                      + " while read l; do case $l in SigBlk*) echo \"$l\"; esac; done <status;"
                      + " exit 7",
                  "sh",
                  words[0]),
              bytes("A=one", "B=two"));
    }

    private static List<byte[]> bytes(String... words) {
      List<byte[]> bytes = new ArrayList<>();
      for (String word : words) {
        bytes.add(word.getBytes(StandardCharsets.UTF_8));
      }
      return bytes;
    }
  }

  @Test
  void becomesAnotherProgramWithTheSamePid() throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Become.class.getName(),
                "two words")
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output)
        .matches("(?s)" + child.pid() + " /proc/" + child.pid() + " two words one\nSigBlk:\t0+\n");
    assertThat(child.exitValue()).isEqualTo(7);
  }

  @Test
  void tellsWhichProgramCannotBeExecuted() {
    assertThatThrownBy(() -> Sys.exec().execve("/does/not/exist", List.of(), List.of()))
        .hasMessage("execve('/does/not/exist'): ENOENT (No such file or directory)");
    assertThatThrownBy(() -> Sys.exec().chdir("/does/not/exist"))
        .hasMessage("chdir('/does/not/exist'): ENOENT (No such file or directory)");
  }
}
