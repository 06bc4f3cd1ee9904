package io.stage1kvm.machine.qemu;

import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A machine that QEMU runs, with a virtiofsd for each shared directory.
///
/// One thread starts the processes, waits for the end of QEMU and cleans up. It lives as long as
/// the
/// machine because the processes die with the thread that started them.
public final class QemuMachine implements Machine {

  private final MachineConfig config;
  private final Hypervisor hypervisor;
  private final CompletableFuture<QemuProcesses> started = new CompletableFuture<>();
  private final AtomicReference<StopReason> reason = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper;
  private QemuProcesses processes;

  private QemuMachine(MachineConfig config, Hypervisor hypervisor) {
    this.config = config;
    this.hypervisor = hypervisor;
    keeper = Thread.ofPlatform().daemon().name("machine-" + config.name()).unstarted(this::keep);
  }

  /// Starts a machine and returns when its processes run; the guest is then about to boot. After a
  /// failure nothing is left.
  ///
  /// @param hypervisor how this host runs it
  public static QemuMachine start(MachineConfig config, Hypervisor hypervisor)
      throws MachineException, InterruptedException {
    QemuMachine machine = new QemuMachine(config, hypervisor);
    machine.keeper.start();
    try {
      machine.processes = machine.started.get();
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
    try (QemuProcesses all = new QemuProcesses(config, hypervisor, this::fail)) {
      all.start();
      started.complete(all);
      all.qemu().process().waitFor();
      reason.compareAndSet(null, outcome(all));
      all.console().end();
      ended.countDown();
      closed.await();
    } catch (MachineException | InterruptedException | RuntimeException e) {
      started.completeExceptionally(e);
    } finally {
      // After an Error too, so that nobody waits for ever; it is printed as this thread dies.
      started.completeExceptionally(new IllegalStateException("the machine's thread has ended"));
      reason.compareAndSet(null, new StopReason.Killed());
      ended.countDown();
    }
  }

  private static StopReason outcome(QemuProcesses all) throws InterruptedException {
    return all.qemu().process().exitValue() == 0
        ? new StopReason.GuestOff()
        : new StopReason.Failed(all.describeFailure());
  }

  /// A file server has ended. It also does when QEMU ends, so QEMU gets the time to tell why
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
    started.thenAccept(all -> all.qemu().kill());
  }

  @Override
  public InputStream console() {
    return processes.console().input();
  }

  @Override
  public InputStream agentInput() {
    return processes.agentInput();
  }

  @Override
  public OutputStream agentOutput() {
    return processes.qemu().process().getOutputStream();
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
    return processes.qemu().process().pid();
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
        interrupted = true; // The end is near: everything has been killed.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
