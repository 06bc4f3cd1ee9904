package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The life of a machine, whatever runs it, with a virtiofsd for each shared directory.
///
/// One thread starts all, waits for the end of the machine and cleans up. It lives as long as the
/// machine because processes die with the thread that started them.
public final class MachineLife implements Machine {

  private final MachineConfig config;
  private final Engine engine;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final AtomicReference<StopReason> reason = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper;

  private MachineLife(MachineConfig config, Engine engine) {
    this.config = config;
    this.engine = engine;
    keeper = Thread.ofPlatform().daemon().name("machine-" + config.name()).unstarted(this::keep);
  }

  /// Starts a machine and returns when it runs. After a failure nothing is left.
  ///
  /// @param engine of this machine alone
  public static Machine start(MachineConfig config, Engine engine)
      throws MachineException, InterruptedException {
    MachineLife machine = new MachineLife(config, engine);
    machine.keeper.start();
    try {
      machine.started.get();
      return machine;
    } catch (InterruptedException e) {
      machine.close();
      throw e;
    } catch (ExecutionException e) {
      machine.keeper.join();
      if (e.getCause() instanceof MachineException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void keep() {
    try (FileServers servers = fileServers()) {
      run(servers);
      ended.countDown();
      closed.await();
    } catch (MachineException | IOException | InterruptedException | RuntimeException e) {
      started.completeExceptionally(e);
      reason.compareAndSet(null, new StopReason.Failed(e.toString()));
    } finally {
      // After an Error too, so that nobody waits for ever; it is printed as this thread dies.
      started.completeExceptionally(new IllegalStateException("the machine's thread has ended"));
      reason.compareAndSet(null, new StopReason.Killed());
      ended.countDown();
    }
  }

  private FileServers fileServers() {
    return new FileServers(config.executables(), config.runDirectory(), config.sharedDirectories());
  }

  private void run(FileServers servers) throws MachineException, IOException, InterruptedException {
    try (engine) {
      String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
      engine.require(path);
      servers.requireProgram(path);
      Requirements.check(config);
      servers.start();
      engine.start(servers);
      servers.onEnd(this::fail);
      started.complete(null);
      reason.compareAndSet(null, engine.await());
    }
  }

  /// A file server has ended. It also does when the machine ends, which gets the time to tell why
  /// itself.
  private void fail(String message) {
    try {
      if (!ended.await(1, TimeUnit.SECONDS)) {
        stop(new StopReason.Failed(message));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(StopReason why) {
    reason.compareAndSet(null, why);
    started.thenRun(engine::kill);
  }

  @Override
  public InputStream console() {
    return engine.console();
  }

  @Override
  public InputStream agentInput() {
    return engine.agentInput();
  }

  @Override
  public OutputStream agentOutput() {
    return engine.agentOutput();
  }

  @Override
  public StopReason await() throws InterruptedException {
    ended.await();
    return reason.get();
  }

  @Override
  public Optional<StopReason> await(Duration timeout) throws InterruptedException {
    return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(reason.get())
        : Optional.empty();
  }

  @Override
  public long pid() {
    return engine.pid();
  }

  @Override
  public void kill() {
    stop(new StopReason.Killed());
  }

  @Override
  public void close() {
    kill();
    closed.countDown();
    boolean interrupted = false;
    while (keeper.isAlive()) {
      try {
        keeper.join();
      } catch (InterruptedException e) {
        interrupted = true; // The end is near: everything has been told to end.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
