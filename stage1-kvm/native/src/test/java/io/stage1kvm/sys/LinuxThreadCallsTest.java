package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LinuxThreadCallsTest {
  private static final int SIGNAL = Signal.SIGSTKFLT;

  private final ThreadCalls threads = Sys.threads();

  @Test
  void numbersTheThread() throws Exception {
    Path status = Path.of("/proc/thread-self/status");
    assertThat(Files.readAllLines(status)).contains("Pid:\t" + threads.gettid());
  }

  @Test
  void endsWaitingOnly() throws Exception {
    threads.endWaitingBy(SIGNAL);
    threads.tgkill(threads.gettid(), SIGNAL);

    try (Fd epoll = Sys.events().epollCreate()) {
      CountDownLatch begun = new CountDownLatch(1);
      AtomicInteger number = new AtomicInteger();
      CompletableFuture<Integer> waiting = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                number.set(threads.gettid());
                begun.countDown();
                try {
                  waiting.complete(Sys.events().epollWait(epoll, new EpollEvents(1), 20_000));
                } catch (SyscallException e) {
                  waiting.completeExceptionally(e);
                }
              });
      thread.start();
      begun.await();
      while (!waiting.isDone()) { // It may not wait yet.
        threads.tgkill(number.get(), SIGNAL);
        Thread.sleep(1);
      }
      assertThat(waiting.get()).isZero();
    }
  }

  @Test
  void namesTheThreadThatIsNotThere() {
    assertThatThrownBy(() -> threads.tgkill(0x3fffffff, SIGNAL))
        .hasMessage("tgkill(thread=1073741823, signal=16): ESRCH (No such process)");
  }
}
