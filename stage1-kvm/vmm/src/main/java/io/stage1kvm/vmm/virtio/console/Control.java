package io.stage1kvm.vmm.virtio.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.ChainHandler;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import io.stage1kvm.vmm.virtio.Queue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The queues by which driver and device talk about ports, virtio 1.2 section 5.3.6.2. The event
/// loop's.
final class Control {

  static final int DEVICE_READY = 0;
  static final int DEVICE_ADD = 1;
  static final int PORT_READY = 3;
  static final int CONSOLE_PORT = 4;
  static final int RESIZE = 5;
  static final int PORT_OPEN = 6;
  static final int PORT_NAME = 7;

  /// Port, event, value.
  private static final int HEADER = 8;

  /// Messages that wait for a buffer of the driver; from here on the driver's messages wait.
  private static final int MAX_PENDING = 16;

  private final List<Port> ports;
  private final Queue toDriver;
  private final Queue fromDriver;
  private final DescriptorChain chain;
  private final ChainHandler handler = this::handle;
  private final Deque<byte[]> pending = new ArrayDeque<>();
  private final byte[] header = new byte[HEADER];
  private boolean held;
  private boolean consoleReady;
  private boolean resized;
  private int columns;
  private int rows;

  Control(GuestMemory memory, List<Port> ports, Queue toDriver, Queue fromDriver) {
    this.ports = ports;
    this.toDriver = toDriver;
    this.fromDriver = fromDriver;
    chain = new DescriptorChain(memory);
  }

  /// The driver has sent messages; whether there are more.
  boolean receive() throws GuestFault {
    held = false;
    boolean more = fromDriver.drain(handler);
    deliver();
    // What was held back goes on at once if deliver has made room for its answers.
    return more || held && pending.size() < MAX_PENDING;
  }

  /// The driver has given buffers for messages; whether there is more to do.
  boolean give() throws GuestFault {
    deliver();
    return held && receive();
  }

  /// Tells the driver the size of the console.
  void resize(int newColumns, int newRows) throws GuestFault {
    columns = newColumns;
    rows = newRows;
    resized = consoleReady;
    deliver();
  }

  /// The host has closed its side of a port.
  void hangUp(Port port) throws GuestFault {
    pending.add(message(port.id(), PORT_OPEN, 0, 0).array());
    deliver();
  }

  private int handle(DescriptorChain from) throws GuestFault {
    if (pending.size() >= MAX_PENDING) {
      held = true;
      return ChainHandler.NOT_NOW;
    }
    int length = from.read(0, header, 0, HEADER);
    if (length < HEADER) {
      throw new GuestFault(
          "control message of '%d' bytes must have at least %d".formatted(length, HEADER));
    }
    ByteBuffer message = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int id = message.getInt(0);
    int event = Short.toUnsignedInt(message.getShort(4));
    boolean value = message.getShort(6) != 0;
    switch (event) {
      case DEVICE_READY -> addPorts(value);
      case PORT_READY -> introduce(port(id), value);
      case PORT_OPEN -> port(id).setGuestOpen(value);
      default -> throw new GuestFault("control event '%d' must be a driver's".formatted(event));
    }
    return 0;
  }

  private Port port(int id) throws GuestFault {
    if (id < 0 || id >= ports.size()) {
      throw new GuestFault(
          "port '%s' of a control message must be less than %d"
              .formatted(Integer.toUnsignedString(id), ports.size()));
    }
    return ports.get(id);
  }

  private void addPorts(boolean ready) {
    if (ready) {
      for (Port port : ports) {
        pending.add(message(port.id(), DEVICE_ADD, 0, 0).array());
      }
    }
  }

  private void introduce(Port port, boolean ready) {
    if (!ready) { // The driver could not make it.
      return;
    }
    if (port.isConsole()) {
      pending.add(message(port.id(), CONSOLE_PORT, 1, 0).array());
      consoleReady = true;
      resized = columns != 0;
    } else {
      byte[] name = port.name().getBytes(UTF_8);
      pending.add(message(port.id(), PORT_NAME, 1, name.length).put(name).array());
    }
    // The host's side is there from the start: writers in the guest need not wait for it.
    pending.add(message(port.id(), PORT_OPEN, 1, 0).array());
  }

  private void deliver() throws GuestFault {
    toDriver.suspendKicks();
    while (!pending.isEmpty() || resized) {
      if (toDriver.pop(chain)) {
        byte[] message = pending.isEmpty() ? size() : pending.remove();
        if (chain.writableLength() < message.length) {
          throw new GuestFault(
              "buffer of '%d' bytes for a control message must have at least %d"
                  .formatted(chain.writableLength(), message.length));
        }
        chain.write(0, message, 0, message.length);
        toDriver.push(chain, message.length);
      } else if (!toDriver.resumeKicks()) {
        break;
      }
    }
    toDriver.publish();
  }

  /// However often it has changed, only the last size counts.
  private byte[] size() {
    resized = false;
    ByteBuffer message = message(0, RESIZE, 0, 4);
    return message.putShort((short) columns).putShort((short) rows).array();
  }

  private static ByteBuffer message(int port, int event, int value, int more) {
    return ByteBuffer.allocate(HEADER + more)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(port)
        .putShort((short) event)
        .putShort((short) value);
  }
}
