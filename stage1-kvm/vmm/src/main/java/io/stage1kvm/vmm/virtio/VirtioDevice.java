package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import java.io.IOException;

/// A kind of virtio device behind a transport (virtio 1.2 section 2).
///
/// [#activate], [#notified], [#writeConfig] and [#reset] are called in the event loop's thread
/// only, so that a device needs no locks for its rings; a vCPU that causes one of them waits for
/// it. [#readConfig] is called by vCPU threads. The others never change and are for any thread.
public interface VirtioDevice extends AutoCloseable {

  /// Waits for what the device needs on the host, such as a server that was started at the same
  /// time
  /// as the machine. Called once, before all others but [#close], by the thread that makes the
  /// machine: late, when nothing else is left to do.
  default void prepare() throws IOException {}

  /// Device ID, virtio 1.2 section 5.
  int id();

  /// For errors: `console`, `block`.
  String name();

  /// What the device itself offers: bits 0 to 23 and those of its own above 50.
  long features();

  /// What the rings can do ([Features]). A device whose rings another process serves answers with
  /// what that process can do.
  default long ringFeatures() {
    return Features.RING_INDIRECT_DESC | Features.RING_EVENT_IDX;
  }

  /// Whether [#notified] serves the queues. If not, another process does: it gets the queues'
  /// eventfds ([Activation#kick]) and nobody else looks at them.
  default boolean servesQueues() {
    return true;
  }

  /// For each queue the largest number of descriptors, a power of two.
  int[] queueSizes();

  /// Reads the configuration space; offsets outside give 0. What one reads together may only change
  /// in [Interrupt#changeConfig].
  ///
  /// @param size 1, 2, 4 or 8
  long readConfig(int offset, int size);

  /// Writes the configuration space; what cannot be written is left as it is: most devices' whole.
  ///
  /// @param size 1, 2, 4 or 8
  default void writeConfig(int offset, int size, long value) throws GuestFault {}

  /// The driver has set DRIVER_OK.
  void activate(Activation activation) throws GuestFault;

  /// The driver has put buffers into a queue, or may have: there may be none.
  ///
  /// @return whether something is left to do now, because one turn only does a bounded part
  boolean notified(int queue) throws GuestFault;

  /// The driver has given the device up: from here on nobody touches the rings and the buffers,
  /// until the next [#activate]. A device with requests in flight waits for their end.
  void reset();

  /// Lets go of what the device holds on the host, after the last vCPU and the event loop have
  /// ended.
  @Override
  void close();
}
