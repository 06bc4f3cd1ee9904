package io.stage1kvm.boot;

import io.stage1kvm.vmm.VirtualMachine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a signal does while a machine runs: it ends the machine, whose end is then told as any
/// other; the JVM exits with the signal's status.
final class Interruption implements AutoCloseable {

  /// What the guest has still to say goes to somebody who may not read it.
  private static final int PATIENCE_SECONDS = 5;

  private final VirtualMachine machine;
  private final CountDownLatch told = new CountDownLatch(1);

  private Interruption(VirtualMachine machine) {
    this.machine = machine;
  }

  static Interruption of(VirtualMachine machine) {
    Interruption interruption = new Interruption(machine);
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::stop, "signal"));
    return interruption;
  }

  private void stop() {
    machine.stop();
    try {
      if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("stage1-kvm: cannot tell the end of the machine: nobody reads");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// All is told.
  @Override
  public void close() {
    told.countDown();
  }
}
