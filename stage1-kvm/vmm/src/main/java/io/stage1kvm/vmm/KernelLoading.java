package io.stage1kvm.vmm;

import io.stage1kvm.vmm.arch.x86.BootException;
import io.stage1kvm.vmm.arch.x86.BootLoader;
import io.stage1kvm.vmm.arch.x86.BootRequest;
import io.stage1kvm.vmm.arch.x86.CpuState;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.Threads;
import java.io.IOException;

/// Loads the kernel in a thread of its own while the machine is made: both take milliseconds of
/// the host's kernel.
final class KernelLoading extends Thread implements AutoCloseable {

  private final GuestMemory memory;
  private final BootRequest request;
  private final Milestones milestones;
  private CpuState state;
  private Throwable failure;

  KernelLoading(GuestMemory memory, BootRequest request, Milestones milestones) {
    super("kernel");
    setDaemon(true);
    this.memory = memory;
    this.request = request;
    this.milestones = milestones;
  }

  @Override
  public void run() {
    try {
      state = BootLoader.load(memory, request);
      milestones.mark("kernel loaded");
    } catch (Throwable e) { // Rethrown to who waits.
      failure = e;
    }
  }

  /// Waits for the end and tells how the processors start.
  CpuState await() throws IOException, BootException {
    close();
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof BootException e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
    return state;
  }

  /// Waits for the end: the thread writes to the memory until then.
  @Override
  public void close() {
    Threads.join(this);
  }
}
