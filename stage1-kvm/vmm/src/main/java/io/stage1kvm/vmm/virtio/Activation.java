package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.List;

/// What a device works with from DRIVER_OK to its reset.
///
/// @param features those that both sides have agreed on
/// @param queues by number; null where the driver has not made the queue ready
/// @param kicks for each queue the eventfd by which the driver notifies; they stay the transport's
public record Activation(
    GuestMemory memory,
    long features,
    Interrupt interrupt,
    EventLoop loop,
    Queue[] queues,
    List<Fd> kicks) {

  /// Whether the driver has agreed on all bits.
  public boolean has(long bits) {
    return (features & bits) == bits;
  }

  /// Whether the driver has made a queue ready.
  public boolean isReady(int index) {
    return queues[index] != null;
  }

  /// A queue that the device cannot do without.
  public Queue queue(int index) throws GuestFault {
    Queue queue = queues[index];
    if (queue == null) {
      throw new GuestFault("queue '" + index + "' must be ready before DRIVER_OK");
    }
    return queue;
  }

  public Fd kick(int index) {
    return kicks.get(index);
  }
}
