package io.stage1kvm.vmm.virtio.fs;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.ConfigSpace;
import io.stage1kvm.vmm.virtio.EventLoop;
import io.stage1kvm.vmm.virtio.EventWatch;
import io.stage1kvm.vmm.virtio.Features;
import io.stage1kvm.vmm.virtio.QueueHandOver;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The file system device (virtio 1.2 section 5.11) in front of a virtiofsd, which serves the
/// queues itself: it has the guest's memory, the eventfds that the driver notifies by and the one
/// that interrupts the guest. This class connects them and takes the connection apart again.
///
/// A server that goes away, or breaks the protocol, is a host failure of the event loop. The guest
/// finds its file system hanging: whoever hears of it stops the machine.
public final class FsDevice implements VirtioDevice {

  private static final int ID = 26;
  private static final int QUEUE_SIZE = 1024;
  private static final int TAG_SIZE = 36;

  /// One for urgent requests (interrupts, forgets), then those for all others.
  private static final int URGENT_QUEUES = 1;

  /// For each answer. It may have to wait for requests that are under way on a slow disk.
  private static final int TIMEOUT_MILLIS = 10_000;

  /// Where the server's socket is.
  public interface SocketSource {
    /// Waits until the server listens and gives the path.
    String await() throws IOException;
  }

  private final SocketSource source;
  private final ConfigSpace config;
  private final int queues;
  private final QueueHandOver handOver;
  private VhostUserFrontEnd server;
  private EventLoop loop;
  private EventWatch watch;
  private boolean lost;

  private FsDevice(SocketSource source, String tag, int requestQueues) {
    this.source = source;
    config = config(tag, requestQueues);
    queues = URGENT_QUEUES + requestQueues;
    handOver = new QueueHandOver(queues);
  }

  /// A device whose server is connected when the machine is made.
  ///
  /// @param tag what the guest mounts, 1 to 36 bytes
  /// @param requestQueues at least 1
  public static FsDevice of(SocketSource source, String tag, int requestQueues) {
    return new FsDevice(source, tag, requestQueues);
  }

  /// Connects to a virtiofsd.
  ///
  /// @param socket path of its socket
  /// @param tag what the guest mounts, 1 to 36 bytes
  /// @param requestQueues at least 1
  public static FsDevice connect(String socket, String tag, int requestQueues) throws IOException {
    FsDevice device = of(() -> socket, tag, requestQueues);
    device.prepare();
    return device;
  }

  static FsDevice connect(VhostUserChannel channel, String tag, int requestQueues)
      throws VhostUserException {
    try {
      FsDevice device = of(() -> channel.name(), tag, requestQueues);
      device.connect(channel);
      return device;
    } catch (IllegalArgumentException e) {
      release(new VhostUserFrontEnd(channel));
      throw e;
    }
  }

  @Override
  public void prepare() throws IOException {
    if (server != null) {
      return;
    }
    String socket = source.await();
    Fd connection;
    try {
      connection = Sys.sockets().connectUnix(socket);
    } catch (SyscallException e) {
      throw VhostUserException.failed(socket, e);
    }
    connect(new VhostUserChannel(connection, socket, TIMEOUT_MILLIS));
  }

  private void connect(VhostUserChannel channel) throws VhostUserException {
    VhostUserFrontEnd connecting = new VhostUserFrontEnd(channel);
    boolean done = false;
    try {
      connecting.connect(queues);
      if ((connecting.features() & Features.VERSION_1) == 0) {
        throw VhostUserException.of(connecting.name(), "it must offer VIRTIO_F_VERSION_1");
      }
      server = connecting;
      done = true;
    } finally {
      if (!done) {
        release(connecting);
      }
    }
  }

  private static ConfigSpace config(String tag, int requestQueues) {
    byte[] name = tag.getBytes(StandardCharsets.UTF_8);
    if (name.length < 1 || name.length > TAG_SIZE || tag.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "tag '" + tag + "' must be 1 to " + TAG_SIZE + " bytes, none of them 0");
    }
    if (requestQueues < 1) {
      throw new IllegalArgumentException(
          "number of queues '" + requestQueues + "' must be at least 1");
    }
    return new ConfigSpace(
        ByteBuffer.allocate(TAG_SIZE + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(0, name)
            .putInt(TAG_SIZE, requestQueues)
            .array());
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "fs";
  }

  @Override
  public long features() {
    return 0;
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
    int[] sizes = new int[queues];
    Arrays.fill(sizes, QUEUE_SIZE);
    return sizes;
  }

  @Override
  public long readConfig(int offset, int size) {
    return config.read(offset, size);
  }

  @Override
  public void activate(Activation activation) throws GuestFault {
    loop = activation.loop();
    if (lost) {
      return; // It has been told.
    }
    try {
      watch = loop.watch(server.socket(), 0, this::hungUp);
      handOver.start(server, activation);
    } catch (IOException e) {
      fail(e);
    }
  }

  /// Tells the first failure, which the others come from.
  private void fail(IOException failure) {
    if (lost) {
      return;
    }
    lost = true;
    loop.task(
            () -> {
              throw failure;
            })
        .wake();
  }

  /// The loop only waits for errors: the server says nothing that it was not asked.
  private boolean hungUp() throws IOException {
    watch.close();
    if (!lost) {
      lost = true;
      throw VhostUserException.lost(server.name());
    }
    return false;
  }

  @Override
  public boolean notified(int queue) {
    throw new IllegalStateException("the queues are served by " + server.name());
  }

  @Override
  public void reset() {
    try {
      if (!lost) {
        handOver.stop(server);
      }
      if (watch != null) {
        watch.close();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      release(server);
    }
  }

  private static void release(VhostUserFrontEnd server) {
    try {
      server.close();
    } catch (SyscallException e) {
      // Nothing was written that could be lost.
    }
  }
}
