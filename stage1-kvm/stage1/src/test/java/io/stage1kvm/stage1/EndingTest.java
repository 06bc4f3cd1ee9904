package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In JVMs of their own, for each of them ends.
@Timeout(60)
final class EndingTest {
  /// What the main thread does after it has asked for the signals.
  enum Case {
    RETURNS,
    REFUSES,
    BREAKS,
    A_THREAD_BREAKS,
    WAITS,
    WAITS_TOO_LONG
  }

  static final class Probe {
    public static void main(String[] arguments) {
      Ending.run(() -> run(Case.valueOf(arguments[0])), false);
    }

    private static int run(Case what) throws Stage1Exception, InterruptedException {
      Thread main = Thread.currentThread();
      Ending.onSignal(main::interrupt);
      switch (what) {
        case RETURNS -> {
          return 5;
        }
        case REFUSES -> throw Stage1Exception.of("cannot do 'it': reason");
        case BREAKS -> throw new IllegalStateException("unforeseen");
        case A_THREAD_BREAKS -> Thread.ofPlatform().daemon().start(Probe::breakDown);
        case WAITS -> System.out.println("waits");
        case WAITS_TOO_LONG -> Ending.within(Duration.ofMillis(200));
      }
      try {
        Thread.sleep(Duration.ofMinutes(1));
      } catch (InterruptedException e) {
        return 7;
      }
      return 1;
    }

    private static void breakDown() {
      throw new OutOfMemoryError("no heap");
    }
  }

  private record Result(int status, String err) {}

  private static Process start(Case what) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            what.name())
        .start();
  }

  private static Result result(Process process) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
      byte[] err = process.getErrorStream().readAllBytes();
      return new Result(process.exitValue(), new String(err, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void endsWithTheStatusFound() throws Exception {
    assertThat(result(start(Case.RETURNS))).isEqualTo(new Result(5, ""));
  }

  @Test
  void endsWithAFailure() throws Exception {
    assertThat(result(start(Case.REFUSES)))
        .isEqualTo(new Result(254, "stage1-kvm: cannot do 'it': reason\n"));
  }

  @Test
  void endsWithWhatNobodyHasForeseen() throws Exception {
    assertThat(result(start(Case.BREAKS)))
        .isEqualTo(
            new Result(
                254, "stage1-kvm: internal error: java.lang.IllegalStateException: unforeseen\n"));
  }

  @Test
  void endsWhenAnotherThreadDies() throws Exception {
    assertThat(result(start(Case.A_THREAD_BREAKS)))
        .isEqualTo(
            new Result(254, "stage1-kvm: internal error: java.lang.OutOfMemoryError: no heap\n"));
  }

  @Test
  void endsWhenTheMainThreadIsHeldUp() throws Exception {
    assertThat(result(start(Case.WAITS_TOO_LONG))).isEqualTo(new Result(254, ""));
  }

  @Test
  void endsWithTheStatusFoundAfterASignal() throws Exception {
    Process process = start(Case.WAITS);
    assertThat(process.inputReader().readLine()).isEqualTo("waits");
    process.toHandle().destroy();
    assertThat(result(process)).isEqualTo(new Result(7, ""));
  }
}
