package io.stage1kvm.vmm.virtio;

import com.sun.management.ThreadMXBean;
import io.stage1kvm.vmm.memory.GuestFault;
import java.lang.management.ManagementFactory;

/// Bytes of the heap that a thread takes.
public final class Allocations {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /// Bytes that this thread has taken so far.
  public static long now() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /// Bytes that a device takes for what is in a queue.
  public static long ofTurns(VirtioDevice device, int queue) throws GuestFault {
    long before = now();
    while (device.notified(queue)) {}
    return now() - before;
  }
}
