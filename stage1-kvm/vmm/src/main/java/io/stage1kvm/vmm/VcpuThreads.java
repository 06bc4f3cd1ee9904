package io.stage1kvm.vmm;

import java.util.List;

/// The threads of a machine's vCPUs.
final class VcpuThreads implements AutoCloseable {

  private final List<VcpuThread> threads;
  private final Ending ending;

  VcpuThreads(List<VcpuThread> threads, Ending ending) {
    this.threads = List.copyOf(threads);
    this.ending = ending;
  }

  void start() {
    for (VcpuThread thread : threads) {
      thread.start();
    }
  }

  /// Stops the machine and waits for the threads; what they use can be closed then.
  @Override
  public void close() {
    ending.end(new VmEnd.Stopped());
    boolean interrupted = false;
    for (VcpuThread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true; // The end is near: all vCPUs have been told.
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
