package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.IoVector;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.ChainHandler;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import io.stage1kvm.vmm.virtio.Queue;

/// From the driver's buffers to the interface, straight. A packet that the kernel does not take (a
/// bad header, an interface that is down) is lost, as on a wire.
final class Transmitter {

  /// The longest packet: the header, a frame's, and 64 KiB to be cut into segments.
  static final int LONGEST = Tap.HEADER + 18 + 65_535;

  private final Tap tap;
  private final Queue queue;
  private final IoVector vector = new IoVector(IoVector.MAX_PIECES);
  private final ChainHandler sender = this::send;
  private boolean blocked;

  Transmitter(Tap tap, Queue queue) {
    this.tap = tap;
    this.queue = queue;
  }

  /// Passes packets on until there are no more of them, the interface is full, or it is enough for
  /// a turn.
  ///
  /// @return whether there are more for the next turn
  boolean run() throws GuestFault {
    blocked = false;
    return queue.drain(sender);
  }

  /// Whether packets wait for the interface.
  boolean isBlocked() {
    return blocked;
  }

  private int send(DescriptorChain chain) throws GuestFault {
    long length = chain.readableLength();
    if (length > LONGEST) {
      return 0; // The kernel would read all of it first.
    }
    vector.clear();
    chain.addReadable(vector, 0, length);
    long sent = tap.send(vector);
    if (sent == -Errno.EAGAIN || sent == -Errno.EINTR) {
      blocked = true;
      return ChainHandler.NOT_NOW;
    }
    return 0;
  }
}
