package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;

/// Hands the queues of a device over to something else that serves them, another process or the
/// kernel, and takes them back. For the event loop's thread.
public final class QueueHandOver {

  private static final long RINGS = Features.RING_INDIRECT_DESC | Features.RING_EVENT_IDX;

  /// What serves queues, in the order of the vhost protocols: for each life of the driver
  /// [#begin], [#startQueue] and in the end [#stopQueue].
  public interface Server {

    /// Gives it the guest's memory.
    ///
    /// @param agreed features of the driver's, of which it takes those that are its own
    void begin(long agreed, GuestMemory memory) throws IOException, GuestFault;

    /// Lets it serve a queue from the beginning of its rings.
    ///
    /// @param kick the eventfd that the driver notifies by
    /// @param call the eventfd that raises the interrupt
    void startQueue(QueueLayout queue, GuestMemory memory, Fd kick, Fd call)
        throws IOException, GuestFault;

    /// Makes it end its work on a queue; afterwards it no longer touches the queue's rings.
    void stopQueue(int index) throws IOException;
  }

  private final boolean[] started;

  /// @param queues of the device
  public QueueHandOver(int queues) {
    started = new boolean[queues];
  }

  /// [VirtioDevice#ringFeatures] of a device whose server has these features.
  public static long ringFeatures(long offered) {
    return offered & RINGS;
  }

  /// Hands over those that the driver has made ready.
  public void start(Server server, Activation activation) throws IOException, GuestFault {
    GuestMemory memory = activation.memory();
    server.begin(activation.features(), memory);
    Fd call = activation.interrupt().handOver();
    for (int i = 0; i < started.length; i++) {
      if (activation.isReady(i)) {
        server.startQueue(activation.queue(i).layout(), memory, activation.kick(i), call);
        started[i] = true;
      }
    }
  }

  /// Takes back those that it has. After a failure one may still be the server's.
  public void stop(Server server) throws IOException {
    for (int i = 0; i < started.length; i++) {
      if (started[i]) {
        started[i] = false;
        server.stopQueue(i);
      }
    }
  }
}
