package io.stage1kvm.machine.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.machine.Virtiofsd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class MachineLifeTest {

  @TempDir private Path dir;

  private final FakeEngine engine = new FakeEngine();

  /// Ends when it is told, or when it is killed.
  private static final class FakeEngine implements Engine {
    private final CompletableFuture<StopReason> end = new CompletableFuture<>();
    private final CountDownLatch starting = new CountDownLatch(1);
    private final CountDownLatch mayStart = new CountDownLatch(1);
    private RuntimeException failure;
    private IOException closeFailure;
    private volatile int closed;

    @Override
    public void require(String path) throws MachineException {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void start(FileServers servers) throws InterruptedException {
      starting.countDown();
      mayStart.await();
    }

    @Override
    public StopReason await() throws InterruptedException {
      try {
        return end.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("await", e);
      }
    }

    @Override
    public void close() throws IOException {
      closed++;
      if (closeFailure != null) {
        throw closeFailure;
      }
    }

    @Override
    public void kill() {
      end.complete(new StopReason.Failed("killed"));
    }

    @Override
    public InputStream console() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream agentInput() {
      return InputStream.nullInputStream();
    }

    @Override
    public OutputStream agentOutput() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public long pid() {
      return 7;
    }
  }

  @BeforeEach
  void makeFiles() throws Exception {
    Files.createFile(dir.resolve("kernel"));
    Files.createFile(dir.resolve("initramfs"));
  }

  private Machine start() throws MachineException, InterruptedException {
    Virtiofsd program = new Virtiofsd(List.of("/bin/true"), Virtiofsd.Kind.C);
    MachineConfig config =
        new MachineConfig(
            "life",
            dir.resolve("kernel"),
            dir.resolve("initramfs"),
            "",
            1,
            64,
            List.of(),
            false,
            dir,
            new Executables(dir.resolve("child"), program, "qemu"));
    return MachineLife.start(config, engine);
  }

  @Test
  void tellsWhyItsEngineEnded() throws Exception {
    engine.mayStart.countDown();
    try (Machine machine = start()) {
      assertThat(machine.await(Duration.ofMillis(10))).isEmpty();
      assertThat(machine.pid()).isEqualTo(7);
      engine.end.complete(new StopReason.GuestOff());
      assertThat(machine.await()).isEqualTo(new StopReason.GuestOff());
      assertThat(engine.closed).isEqualTo(1);
      machine.kill();
      assertThat(machine.await()).isEqualTo(new StopReason.GuestOff());
    }
    assertThat(engine.closed).isEqualTo(1);
  }

  @Test
  void tellsTheKillNotWhatItsEngineMakesOfIt() throws Exception {
    engine.mayStart.countDown();
    Machine machine = start();
    machine.close();
    machine.close();
    assertThat(machine.await()).isEqualTo(new StopReason.Killed());
    assertThat(engine.closed).isEqualTo(1);
  }

  @Test
  void tellsAFailureOfItsEngine() throws Exception {
    engine.mayStart.countDown();
    try (Machine machine = start()) {
      engine.end.completeExceptionally(new IOException("broken"));
      assertThat(machine.await())
          .isEqualTo(new StopReason.Failed("java.lang.IllegalStateException: await"));
      assertThat(engine.closed).isEqualTo(1);
    }
  }

  @Test
  void endsThoughItsEngineCannotBeClosed() throws Exception {
    engine.mayStart.countDown();
    engine.closeFailure = new IOException("stuck");
    try (Machine machine = start()) {
      engine.end.complete(new StopReason.GuestOff());
      assertThat(machine.await()).isEqualTo(new StopReason.GuestOff());
    }
  }

  @Test
  void closesWhatDidNotStart() throws Exception {
    Files.delete(dir.resolve("kernel"));
    assertThatThrownBy(this::start)
        .isInstanceOf(MachineException.class)
        .hasMessage("cannot read kernel '" + dir.resolve("kernel") + "': no such file");
    assertThat(engine.closed).isEqualTo(1);
  }

  @Test
  void closesWhatBrokeInTheStart() {
    engine.failure = new IllegalArgumentException("wrong");
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalStateException.class)
        .hasCause(engine.failure);
    assertThat(engine.closed).isEqualTo(1);
  }

  @Test
  void closesWhatWasInterruptedInTheStart() throws Exception {
    Thread caller = Thread.currentThread();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                engine.starting.await();
                caller.interrupt();
                Thread.sleep(50);
                engine.mayStart.countDown();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatThrownBy(this::start).isInstanceOf(InterruptedException.class);
    assertThat(engine.closed).isEqualTo(1);
    assertThat(engine.end).isCompletedWithValue(new StopReason.Failed("killed"));
  }
}
