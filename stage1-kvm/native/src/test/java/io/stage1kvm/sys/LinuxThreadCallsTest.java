package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class LinuxThreadCallsTest {
  /// A real-time signal that neither glibc nor the JVM uses.
  private static final int SIGNAL = 35;

  private final ThreadCalls threads = Sys.threads();

  @Test
  void numbersTheThread() throws Exception {
    Path status = Path.of("/proc/thread-self/status");
    assertThat(Files.readAllLines(status)).contains("Pid:\t" + threads.gettid());
  }

  @Test
  void keepsABlockedSignalUntilItIsTaken() throws Exception {
    // In a thread of its own: the mask stays changed.
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                assertThat(threads.blockSignal(SIGNAL) & 1L << (SIGNAL - 1)).isNotZero();
                assertThat(threads.takePending(SIGNAL)).isFalse();
                threads.tgkill(threads.gettid(), SIGNAL);
                assertThat(threads.takePending(SIGNAL)).isTrue();
                assertThat(threads.takePending(SIGNAL)).isFalse();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    thread.start();
    thread.join();
    assertThat(failure.get()).isNull();
  }

  @Test
  void namesTheThreadThatIsNotThere() {
    assertThatThrownBy(() -> threads.tgkill(0x3fffffff, SIGNAL))
        .hasMessage("tgkill(thread=1073741823, signal=35): ESRCH (No such process)");
  }
}
