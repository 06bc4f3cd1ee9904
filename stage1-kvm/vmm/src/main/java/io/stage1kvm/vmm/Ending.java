package io.stage1kvm.vmm;

import io.stage1kvm.kvm.Vcpu;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.EventLoopListener;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// The end of a machine: decided once, by whoever comes first in any thread; then all vCPUs leave
/// the guest.
final class Ending implements EventLoopListener {

  private final Milestones milestones;
  private final AtomicReference<VmEnd> decided = new AtomicReference<>();
  private final CountDownLatch left;
  private volatile List<Vcpu> vcpus = List.of();

  /// @param count of vCPUs that must have left
  Ending(int count, Milestones milestones) {
    this.milestones = milestones;
    left = new CountDownLatch(count);
  }

  /// These are interrupted when the end comes, or now if it has come.
  void watch(List<Vcpu> all) {
    vcpus = all;
    if (isDecided()) {
      interrupt();
    }
  }

  /// Ends the machine and does not wait. The first reason counts.
  void end(VmEnd why) {
    if (decided.compareAndSet(null, why)) {
      milestones.mark("end");
      interrupt();
    }
  }

  boolean isDecided() {
    return decided.get() != null;
  }

  private void interrupt() {
    for (Vcpu vcpu : vcpus) {
      try {
        vcpu.interrupt();
      } catch (SyscallException e) {
        // The thread is alive and the signal is one that exists.
        throw new IllegalStateException(e.getMessage(), e);
      }
    }
  }

  void entered(Vcpu vcpu) {
    if (vcpu.index() == 0) {
      milestones.mark("first run");
    }
  }

  void left() {
    left.countDown();
  }

  /// Waits until all vCPUs have left.
  VmEnd await() throws InterruptedException {
    left.await();
    return decided.get();
  }

  boolean await(long nanos) throws InterruptedException {
    return left.await(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void guestFault(GuestFault fault) {
    end(new VmEnd.GuestFailure(fault.getMessage()));
  }

  @Override
  public void hostFailure(Throwable failure) {
    end(VmEnd.HostFailure.of(failure));
  }
}
