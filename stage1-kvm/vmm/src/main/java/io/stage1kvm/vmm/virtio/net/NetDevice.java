package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.ConfigSpace;
import io.stage1kvm.vmm.virtio.EventWatch;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.io.UncheckedIOException;
import java.util.Set;

/// The network device (virtio 1.2 section 5.1) on a tap interface, with one pair of queues. Packets
/// are copied once, by the kernel, between its buffers and the guest's; unfinished checksums and
/// uncut segments go through as they are.
public final class NetDevice implements VirtioDevice {

  static final int RECEIVE = 0;
  static final int TRANSMIT = 1;
  static final int QUEUE_SIZE = 256;

  static final int ID = 1;

  /// Room for an Ethernet header with a VLAN's number.
  private static final int FRAME = 18;

  /// Each change is told once, so that a starved queue does not make the loop spin.
  private static final int INTEREST = Epoll.EPOLLIN | Epoll.EPOLLOUT | Epoll.EPOLLET;

  /// The kernel has no vhost-net, or we may not use it.
  private static final Set<Integer> NO_VHOST =
      Set.of(Errno.ENOENT, Errno.ENODEV, Errno.ENXIO, Errno.EACCES, Errno.EPERM);

  private static final long SEGMENTS = NetFeatures.GUEST_TSO4 | NetFeatures.GUEST_TSO6;

  private final Tap tap;
  private final int mtu;
  private final ConfigSpace config;
  private EventWatch watch;
  private Receiver receiver;
  private Transmitter transmitter;

  private NetDevice(Tap tap, ConfigSpace config, int mtu) {
    this.tap = tap;
    this.config = config;
    this.mtu = mtu;
  }

  /// Joins a tap interface of the network namespace that the thread is in. The kernel serves the
  /// queues where it can (`/dev/vhost-net`), otherwise this class does.
  ///
  /// @param interfaceName of the tap, which is made if it is not there
  /// @param mac of the guest's interface, 6 bytes
  /// @param mtu of the guest's interface, at least 68
  public static VirtioDevice open(String interfaceName, byte[] mac, int mtu)
      throws SyscallException {
    ConfigSpace config = NetFeatures.config(mac, mtu);
    Tap tap = Tap.open(interfaceName);
    try {
      return new VhostNetDevice(tap, VhostNet.open(tap), config);
    } catch (SyscallException e) {
      if (!NO_VHOST.contains(e.errno())) {
        tap.close();
        throw e;
      }
      return new NetDevice(tap, config, mtu);
    }
  }

  /// Joins a tap interface and serves the queues itself.
  static NetDevice openWithoutVhost(String interfaceName, byte[] mac, int mtu)
      throws SyscallException {
    ConfigSpace config = NetFeatures.config(mac, mtu);
    return new NetDevice(Tap.open(interfaceName), config, mtu);
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "net";
  }

  @Override
  public long features() {
    return NetFeatures.OFFERED;
  }

  @Override
  public int[] queueSizes() {
    return new int[] {QUEUE_SIZE, QUEUE_SIZE};
  }

  @Override
  public long readConfig(int offset, int size) {
    return config.read(offset, size);
  }

  @Override
  public void activate(Activation activation) throws GuestFault {
    boolean merges = activation.has(NetFeatures.MRG_RXBUF);
    boolean segments = (activation.features() & SEGMENTS) != 0;
    int longest = segments ? Transmitter.LONGEST : Tap.HEADER + FRAME + mtu;
    receiver = new Receiver(tap, activation.queue(RECEIVE), activation.memory(), merges, longest);
    transmitter = new Transmitter(tap, activation.queue(TRANSMIT));
    try {
      tap.setOffload(NetFeatures.offload(activation.features()));
      watch = activation.loop().watch(tap.file(), INTEREST, this::ready);
    } catch (SyscallException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The interface has packets, or room for them again.
  private boolean ready() throws GuestFault {
    if (receiver == null) {
      return false;
    }
    boolean more = receiver.run();
    return transmitter.isBlocked() && transmitter.run() || more;
  }

  @Override
  public boolean notified(int queue) throws GuestFault {
    if (receiver == null) {
      return false;
    }
    return queue == RECEIVE ? receiver.run() : transmitter.run();
  }

  @Override
  public void reset() {
    receiver = null;
    transmitter = null;
    try {
      if (watch != null) {
        watch.close();
        watch = null;
      }
    } catch (SyscallException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      tap.close();
    } catch (SyscallException e) {
      // Packets on their way are lost, as on a wire.
    }
  }
}
