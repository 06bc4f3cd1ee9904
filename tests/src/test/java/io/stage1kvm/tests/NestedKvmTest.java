package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The machine with KVM for hosts that have none. On a host that has it the command runs directly,
/// with the same results.
final class NestedKvmTest {
  @TempDir Path directory;

  private Command nested(String... words) {
    Path script = Path.of(System.getProperty("stage1kvm.scripts"), "nested-kvm").normalize();
    return Command.of(script.toString()).with(words).in(directory).within(Duration.ofMinutes(5));
  }

  @Test
  void runsACommandWhereThereIsKvm() throws Exception {
    String script =
        """
        echo out; echo err >&2
        [ -c /dev/kvm ] && : <>/dev/kvm && echo kvm opens
        grep -qwE 'svm|vmx' /proc/cpuinfo && echo has virtualization
        pwd; echo "$A_VARIABLE"; cat; echo result >result
        exit 7
        """;
    Outcome outcome =
        nested("--cpus=1", "--mem", "1024", "--output", directory.toString(), "--")
            .with("sh", "-c", script)
            .env("A_VARIABLE", "it's $HERE  \"quoted\"")
            .input("one\ntwo".getBytes(StandardCharsets.UTF_8))
            .run()
            .expect(7);
    assertThat(outcome.err()).isEqualTo("err\n");
    assertThat(outcome.out().lines())
        .containsExactly(
            "out",
            "kvm opens",
            "has virtualization",
            directory.toRealPath().toString(),
            "it's $HERE  \"quoted\"",
            "one",
            "two");
    assertThat(directory.resolve("result")).hasContent("result\n");
  }

  /// More than pipes and buffers hold, and an end by a signal.
  @Test
  void passesAllOutputAndTheStatusOfASignal() throws Exception {
    Outcome outcome =
        nested("sh", "-c", "seq 400000; seq 400000 >&2; kill -KILL $$").run().expect(137);
    assertThat(outcome.out()).hasLineCount(400_000).endsWith("\n400000\n");
    assertThat(outcome.err()).hasLineCount(400_000).endsWith("\n400000\n");
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void endsACommandThatTakesTooLong() {
    Command command = nested("--boot=20", "--timeout=25", "sh", "-c", "echo begun; sleep 600");
    assertThat(command.run().expect(124).out()).isEqualTo("begun\n");
  }

  /// On a host with KVM nothing needs to start.
  @Test
  void givesUpWhenTheMachineDoesNotStart() {
    Outcome outcome = nested("--always", "--boot=1", "echo", "never").run().expect(125);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("cannot start the machine: the command did not start within 1 s\n");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(nested().run().expect(2).err()).startsWith("nested-kvm: no command\nusage: ");
    assertThat(nested("--cpus", "none", "true").run().expect(2).err())
        .startsWith("nested-kvm: --cpus 'none' must be a whole number from 1\nusage: ");
    assertThat(nested("--color", "true").run().expect(2).err())
        .startsWith("nested-kvm: unknown option '--color'\nusage: ");
    assertThat(nested("--output=/nowhere", "true").run().expect(2).err())
        .startsWith("nested-kvm: --output '/nowhere' must be a directory that can be written to\n");
  }
}
