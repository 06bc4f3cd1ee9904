package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.ConfigSpace;
import io.stage1kvm.vmm.virtio.QueueHandOver;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The network device in front of the kernel's `vhost-net`, which serves the queues itself: packets
/// never pass through this process.
final class VhostNetDevice implements VirtioDevice {

  private static final int QUEUES = 2;

  private final Tap tap;
  private final VhostNet server;
  private final ConfigSpace config;
  private final QueueHandOver queues = new QueueHandOver(QUEUES);

  /// Both are the device's from now on.
  VhostNetDevice(Tap tap, VhostNet server, ConfigSpace config) {
    this.tap = tap;
    this.server = server;
    this.config = config;
  }

  @Override
  public int id() {
    return NetDevice.ID;
  }

  @Override
  public String name() {
    return "net";
  }

  @Override
  public long features() {
    // All but merged buffers is between the driver and the tap.
    return NetFeatures.OFFERED & (server.features() | ~NetFeatures.MRG_RXBUF);
  }

  @Override
  public long ringFeatures() {
    return QueueHandOver.ringFeatures(server.features());
  }

  @Override
  public boolean servesQueues() {
    return false;
  }

  @Override
  public int[] queueSizes() {
    return new int[] {NetDevice.QUEUE_SIZE, NetDevice.QUEUE_SIZE};
  }

  @Override
  public long readConfig(int offset, int size) {
    return config.read(offset, size);
  }

  @Override
  public void activate(Activation activation) throws GuestFault {
    for (int i = 0; i < QUEUES; i++) {
      activation.queue(i);
    }
    try {
      tap.setOffload(NetFeatures.offload(activation.features()));
      queues.start(server, activation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean notified(int queue) {
    throw new IllegalStateException("the queues are served by " + VhostNet.DEVICE);
  }

  @Override
  public void reset() {
    try {
      queues.stop(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      tap.close();
    } catch (SyscallException e) {
      // Packets on their way are lost, as on a wire.
    }
  }
}
