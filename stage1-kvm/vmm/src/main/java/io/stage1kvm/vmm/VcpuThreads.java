package io.stage1kvm.vmm;

import io.stage1kvm.vmm.virtio.Threads;
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
    for (VcpuThread thread : threads) {
      Threads.join(thread); // The end is near: all vCPUs have been told.
    }
  }
}
