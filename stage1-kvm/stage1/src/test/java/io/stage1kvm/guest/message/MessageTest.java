package io.stage1kvm.guest.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class MessageTest {
  private static final GuestStdio NONE = GuestStdio.Pipes.NONE;

  @Test
  void refusesPaths() {
    refuses(() -> new GuestOp.Hide("proc", false), "path 'proc' must be an absolute path");
    refuses(() -> new GuestOp.Hide("/a\0b", false), "path '/a?b' must have no NUL");
    refuses(() -> new GuestOp.ReadOnly("", false), "path '' must be an absolute path");
    refuses(
        () -> new GuestOp.WriteFile("/x", 0, "\ud800", false),
        "data '\ud800' must be well-formed Unicode");
  }

  @Test
  void refusesNumbersOutOfRange() {
    refuses(
        () -> new GuestOp.Mkdir("/x", 010000, 0, 0, false), "mode '4096' must be within 0..4095");
    refuses(
        () -> new GuestOp.Mkdir("/x", 0, 4294967295L, 0, false),
        "uid '4294967295' must be within 0..4294967294");
    refuses(() -> new Rlimit(16, 0, 0), "rlimit resource '16' must be within 0..15");
    refuses(() -> new Rlimit(7, -1, 5), "soft limit '-1' must not be above the hard limit 5");
    refuses(
        () -> new GuestCommand.Stop("app", Duration.ofDays(25)),
        "grace_ms '2160000000' must be within 0..2147483647");
    refuses(
        () -> new GuestEvent.Exited("app", 1, 9),
        "status '1' must be 0 when a signal ended the process");
  }

  @Test
  void refusesFlagsThatAreNoAttributesOfAMount() {
    refuses(
        () -> new GuestOp.Bind("/x", "/y", false, 4096, false),
        "flags '0x1000' must be attributes of a mount");
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    for (String name : List.of("", "..", "a/b", "A", "-a", "a-", "a_b", "a".repeat(256))) {
      refuses(() -> app(name, process(NONE)), "app name '" + name + "' must be an AC name");
    }
    refuses(
        () -> new CgroupSetting("../cgroup.procs", "1"),
        "cgroup file '../cgroup.procs' must match [A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)+");
    refuses(
        () -> new GuestPlan("a b", List.of(), List.of()),
        "hostname 'a b' must match [A-Za-z0-9._-]{1,64}");
  }

  @Test
  void refusesNamesAndStreamsThatAppearTwice() {
    GuestApp one = app("a", process(new GuestStdio.Pipes(1, 2, 3)));
    GuestApp two = app("b", process(new GuestStdio.Tty(3, 24, 80)));
    refuses(
        () -> new GuestPlan("h", List.of(), List.of(one, one)),
        "app name 'a' must appear once in a plan");
    refuses(
        () -> new GuestPlan("h", List.of(), List.of(one, two)),
        "stream '3' must appear once in a plan");
    refuses(() -> new GuestStdio.Pipes(0, 5, 5), "streams '[5, 5]' must differ");
    refuses(
        () ->
            new GuestApp(
                "a",
                "/",
                false,
                List.of(),
                List.of(),
                List.of(process(new GuestStdio.Pipes(0, 1, 2))),
                process(new GuestStdio.Pipes(1, 0, 0)),
                List.of()),
        "stream '1' must appear once in an app");
  }

  @Test
  void refusesProgramsOfPartInstructions() {
    refuses(
        () -> SeccompProgram.of(new byte[7]),
        "length of seccomp program '7' must be 1..4096 instructions of 8 bytes");
    refuses(
        () -> SeccompProgram.of(new byte[8 * 4097]),
        "length of seccomp program '32776' must be 1..4096 instructions of 8 bytes");
  }

  @Test
  void keepsNoListAndNoArrayOfTheCaller() {
    List<GuestOp> shared = new ArrayList<>();
    GuestPlan plan = new GuestPlan("h", shared, List.of());
    shared.add(new GuestOp.Hide("/x", false));
    byte[] code = new byte[8];
    SeccompProgram program = SeccompProgram.of(code);
    code[0] = 1;

    assertThat(plan.shared()).isEmpty();
    assertThat(program).isEqualTo(SeccompProgram.of(new byte[8]));
  }

  @Test
  void tellsTheStreamsOfEachDirection() {
    GuestStdio.Pipes pipes = new GuestStdio.Pipes(1, 0, 3);

    assertThat(pipes.inputs()).containsExactly(1);
    assertThat(pipes.outputs()).containsExactly(3);
    assertThat(pipes.streams()).containsExactly(1, 3);
    assertThat(new GuestStdio.Tty(9, 0, 0).streams()).containsExactly(9);
  }

  @Test
  void cutsLongTextOfTheGuest() {
    GuestEvent.Failed failed = new GuestEvent.Failed("a", "x".repeat(20_000), "\u0007", 2, 226);

    assertThat(failed.step()).hasSize(8195).endsWith("x...");
    assertThat(failed.object()).isEqualTo("\\u0007");
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static GuestApp app(String name, GuestProcess main) {
    return new GuestApp(name, "/share", false, List.of(), List.of(), List.of(), main, List.of());
  }

  private static GuestProcess process(GuestStdio stdio) {
    return new GuestProcess(
        "/bin/true",
        List.of("true"),
        List.of(),
        "/",
        0,
        0,
        List.of(),
        0,
        0,
        false,
        SeccompProgram.NONE,
        0,
        List.of(),
        stdio);
  }
}
