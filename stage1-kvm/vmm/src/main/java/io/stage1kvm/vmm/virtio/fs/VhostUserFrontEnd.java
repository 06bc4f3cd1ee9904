package io.stage1kvm.vmm.virtio.fs;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.memory.MemoryRegion;
import io.stage1kvm.vmm.virtio.QueueHandOver;
import io.stage1kvm.vmm.virtio.QueueLayout;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/// What the front end tells a back end, in the order of the protocol: once [#connect], then for
/// each life of the driver [#begin], [#startQueue] and in the end [#stopQueue].
///
/// Only the steps after which something must have happened wait for the back end. A step that it
/// cannot do makes it close the connection, which the next such wait finds.
final class VhostUserFrontEnd implements QueueHandOver.Server, AutoCloseable {

  /// Both sides know protocol features. Rings then wait for SET_VRING_ENABLE.
  static final long F_PROTOCOL_FEATURES = 1L << 30;

  static final long PROTOCOL_F_MQ = 1L;

  /// A request may ask for a reply that tells how it went.
  static final long PROTOCOL_F_REPLY_ACK = 1L << 3;

  private final VhostUserChannel channel;
  private long features;
  private boolean acknowledges;

  VhostUserFrontEnd(VhostUserChannel channel) {
    this.channel = channel;
  }

  Fd socket() {
    return channel.socket();
  }

  String name() {
    return channel.name();
  }

  /// What the back end offers; after [#connect].
  long features() {
    return features;
  }

  /// Learns what the back end can do and makes it ours.
  ///
  /// @param wanted queues that the device needs
  void connect(int wanted) throws VhostUserException {
    send(VhostUserRequest.SET_OWNER);
    features = ask(VhostUserRequest.GET_FEATURES);
    if ((features & F_PROTOCOL_FEATURES) == 0) {
      return; // Nobody says how many queues it has: it must take what SET_VRING_NUM names.
    }
    long offered = ask(VhostUserRequest.GET_PROTOCOL_FEATURES);
    long used = offered & (PROTOCOL_F_MQ | PROTOCOL_F_REPLY_ACK);
    send(VhostUserRequest.SET_PROTOCOL_FEATURES, used);
    acknowledges = (used & PROTOCOL_F_REPLY_ACK) != 0;
    if ((used & PROTOCOL_F_MQ) != 0) {
      long queues = ask(VhostUserRequest.GET_QUEUE_NUM);
      if (Long.compareUnsigned(queues, wanted) < 0) {
        throw VhostUserException.of(
            name(), "it has " + queues + " queues, not the " + wanted + " that are needed");
      }
    }
  }

  /// The driver's features are without those of this protocol.
  @Override
  public void begin(long agreed, GuestMemory memory) throws VhostUserException, GuestFault {
    send(VhostUserRequest.SET_FEATURES, agreed | (features & F_PROTOCOL_FEATURES));
    List<MemoryRegion> regions = memory.regions();
    ByteBuffer payload = channel.payload().putInt(regions.size()).putInt(0);
    for (MemoryRegion region : regions) {
      payload.putLong(region.address()).putLong(region.length());
      payload.putLong(memory.hostAddress(region.address(), region.length()));
      payload.putLong(region.fileOffset());
    }
    finish(VhostUserRequest.SET_MEM_TABLE, Collections.nCopies(regions.size(), memory.file()));
  }

  @Override
  public void startQueue(QueueLayout queue, GuestMemory memory, Fd kick, Fd call)
      throws VhostUserException, GuestFault {
    int index = queue.index();
    pair(VhostUserRequest.SET_VRING_NUM, index, queue.size());
    pair(VhostUserRequest.SET_VRING_BASE, index, 0);
    // Addresses here are this process's, which the memory table translates. The areas were checked.
    ByteBuffer payload = channel.payload().putInt(index).putInt(0);
    payload.putLong(memory.hostAddress(queue.descriptors(), 1));
    payload.putLong(memory.hostAddress(queue.used(), 1));
    payload.putLong(memory.hostAddress(queue.available(), 1));
    payload.putLong(0); // No log of dirty pages.
    channel.send(VhostUserRequest.SET_VRING_ADDR, false, List.of());
    channel.payload().putLong(index);
    channel.send(VhostUserRequest.SET_VRING_CALL, false, List.of(call));
    boolean enables = (features & F_PROTOCOL_FEATURES) != 0;
    channel.payload().putLong(index);
    if (!enables) {
      finish(VhostUserRequest.SET_VRING_KICK, List.of(kick));
      return;
    }
    channel.send(VhostUserRequest.SET_VRING_KICK, false, List.of(kick));
    channel.payload().putInt(index).putInt(1);
    finish(VhostUserRequest.SET_VRING_ENABLE, List.of());
  }

  @Override
  public void stopQueue(int index) throws VhostUserException {
    pair(VhostUserRequest.GET_VRING_BASE, index, 0);
    ByteBuffer reply = channel.reply(VhostUserRequest.GET_VRING_BASE, 2 * Integer.BYTES);
    int stopped = reply.getInt();
    if (stopped != index) {
      throw VhostUserException.of(
          name(), "its reply to GET_VRING_BASE must be for queue " + index + ", not " + stopped);
    }
  }

  private long ask(VhostUserRequest request) throws VhostUserException {
    send(request);
    return channel.reply(request, Long.BYTES).getLong();
  }

  private void send(VhostUserRequest request) throws VhostUserException {
    channel.payload();
    channel.send(request, false, List.of());
  }

  private void send(VhostUserRequest request, long value) throws VhostUserException {
    channel.payload().putLong(value);
    channel.send(request, false, List.of());
  }

  private void pair(VhostUserRequest request, int index, int value) throws VhostUserException {
    channel.payload().putInt(index).putInt(value);
    channel.send(request, false, List.of());
  }

  private void finish(VhostUserRequest request, List<Fd> descriptors) throws VhostUserException {
    if (acknowledges) {
      channel.sendAndWait(request, descriptors);
      return;
    }
    // A question that costs nothing: its answer tells that everything before it was done.
    channel.send(request, false, descriptors);
    ask(VhostUserRequest.GET_FEATURES);
  }

  @Override
  public void close() throws SyscallException {
    channel.close();
  }
}
