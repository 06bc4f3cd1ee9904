package io.stage1kvm.machine.kvm;

import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.Machine;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.StopReason;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.vmm.VirtualMachine;
import io.stage1kvm.vmm.VmEnd;
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

/// A machine that our own monitor runs in this process, with a virtiofsd for each shared directory.
///
/// One thread starts all, waits for the end of the machine and cleans up. It lives as long as the
/// machine because the file servers die with the thread that started them.
public final class KvmMachine implements Machine {

  private final MachineConfig config;
  private final KvmPorts ports;
  private final KvmStart start;
  private final CompletableFuture<VirtualMachine> started = new CompletableFuture<>();
  private final AtomicReference<StopReason> reason = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper;

  private KvmMachine(MachineConfig config, Hypervisor hypervisor) {
    this.config = config;
    ports = new KvmPorts(config.debug());
    start = new KvmStart(config, hypervisor, ports);
    keeper = Thread.ofPlatform().daemon().name("machine-" + config.name()).unstarted(this::keep);
  }

  /// Starts the machine and returns when its processors run.
  ///
  /// @param hypervisor one with hardware
  public static Machine start(MachineConfig config, Hypervisor hypervisor)
      throws MachineException, InterruptedException {
    KvmMachine machine = new KvmMachine(config, hypervisor);
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
      ports.end();
      ended.countDown();
    }
  }

  private FileServers fileServers() {
    return new FileServers(config.executables(), config.runDirectory(), config.sharedDirectories());
  }

  private void run(FileServers servers) throws MachineException, IOException, InterruptedException {
    try (VirtualMachine machine = start.run(servers)) {
      servers.onEnd(this::fail);
      started.complete(machine);
      VmEnd end = machine.await();
      if (reason.get() == null) {
        reason.compareAndSet(null, reason(end, servers));
      }
    }
    ports.end();
  }

  /// If a file server has failed, the monitor only lost its connection.
  private static StopReason reason(VmEnd end, FileServers servers) throws InterruptedException {
    return switch (end) {
      case VmEnd.PowerOff off -> new StopReason.GuestOff();
      case VmEnd.Reset reset -> new StopReason.GuestOff();
      case VmEnd.Stopped stopped -> new StopReason.Killed();
      case VmEnd.HostFailure failure ->
          new StopReason.Failed(servers.failure().orElse(failure.message()));
      case VmEnd.TripleFault fault -> new StopReason.Failed(fault.message());
      case VmEnd.KvmFailure failure -> new StopReason.Failed(failure.message());
      case VmEnd.GuestFailure failure -> new StopReason.GuestFault(failure.message());
    };
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
    started.thenAccept(VirtualMachine::stop);
  }

  @Override
  public InputStream console() {
    return ports.console();
  }

  @Override
  public InputStream agentInput() {
    return ports.agentInput();
  }

  @Override
  public OutputStream agentOutput() {
    return ports.agentOutput();
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
    return ProcessHandle.current().pid();
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
