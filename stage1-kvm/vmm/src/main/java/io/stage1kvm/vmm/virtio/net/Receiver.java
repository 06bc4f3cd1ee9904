package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.IoVector;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import io.stage1kvm.vmm.virtio.Queue;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// From the interface to the driver's buffers, straight.
///
/// How long a packet is shows when it is read. So there is always room for the longest one: a ring
/// of chains, taken from the queue in its order, of which a packet uses the first few.
final class Receiver {

  /// Packets per turn of the event loop.
  static final int TURN = 64;

  /// Place in the header: how many chains a packet lies in. The kernel leaves it to us.
  private static final int NUM_BUFFERS = 10;

  private final Tap tap;
  private final Queue queue;
  private final boolean merges;
  private final long longest;
  private final DescriptorChain[] chains;
  private final IoVector vector = new IoVector(IoVector.MAX_PIECES);
  private final byte[] header = new byte[2];
  private int first;
  private int count;
  private boolean full;

  /// @param merges whether a packet may use several chains
  /// @param longest bytes of a packet with its header
  Receiver(Tap tap, Queue queue, GuestMemory memory, boolean merges, long longest) {
    this.tap = tap;
    this.queue = queue;
    this.merges = merges;
    this.longest = longest;
    chains = new DescriptorChain[merges ? queue.size() : 1];
    Arrays.setAll(chains, i -> new DescriptorChain(memory));
  }

  /// Passes packets on until there are no more of them, no more buffers, or enough for a turn.
  ///
  /// @return whether there may be more for the next turn
  boolean run() throws GuestFault {
    queue.suspendKicks();
    try {
      for (int i = 0; i < TURN; i++) {
        if (!hasRoom()) {
          return false; // The driver's next buffers bring a notification.
        }
        long length = tap.receive(vector);
        if (length <= 0) {
          return isInterrupted(length);
        }
        use(length);
      }
      return true;
    } finally {
      queue.publish();
    }
  }

  private boolean isInterrupted(long result) {
    if (result == -Errno.EINTR) {
      return true;
    }
    if (result == 0 || result == -Errno.EAGAIN) {
      return false;
    }
    throw new UncheckedIOException(
        new SyscallException("readv(tap '" + tap.name() + "')", (int) -result));
  }

  /// Takes chains until the longest packet has room; false, with notifications on, without it.
  private boolean hasRoom() throws GuestFault {
    while (!isEnough()) {
      if (!take()) {
        if (!queue.resumeKicks()) {
          return false;
        }
        queue.suspendKicks();
      }
    }
    return true;
  }

  private boolean isEnough() {
    return merges ? full || vector.length() >= longest : count == 1;
  }

  private boolean take() throws GuestFault {
    int place = (first + count) & (chains.length - 1); // A power of two, as queues are.
    DescriptorChain chain = chains[place];
    if (!queue.pop(chain)) {
      return false;
    }
    if (chain.writableLength() < Tap.HEADER) {
      throw new GuestFault("buffer for packets must have room for a header of 12 bytes");
    }
    if (vector.pieces() + chain.writablePieces() > IoVector.MAX_PIECES) {
      queue.unpop(); // A driver of crumbs: what there is has to do.
      full = true;
      return true;
    }
    chain.addWritable(vector, 0, chain.writableLength());
    count++;
    return true;
  }

  /// Gives the driver the chains that a packet lies in.
  private void use(long length) throws GuestFault {
    DescriptorChain head = chains[first];
    long left = length;
    long room = 0;
    int used = 0;
    while (left > 0) {
      DescriptorChain chain = chains[first];
      long written = Math.min(left, chain.writableLength());
      queue.push(chain, written);
      left -= written;
      room += chain.writableLength();
      first = (first + 1) & (chains.length - 1);
      count--;
      used++;
    }
    header[0] = (byte) used;
    header[1] = (byte) (used >>> Byte.SIZE);
    head.write(NUM_BUFFERS, header, 0, header.length);
    vector.skip(room);
    full = false;
  }
}
