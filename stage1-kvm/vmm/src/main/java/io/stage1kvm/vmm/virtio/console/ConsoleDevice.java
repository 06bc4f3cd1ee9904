package io.stage1kvm.vmm.virtio.console;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.EventTask;
import io.stage1kvm.vmm.virtio.Interrupt;
import io.stage1kvm.vmm.virtio.Queue;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A console and named ports, virtio 1.2 section 5.3: port 0 is `hvc0`, each other one a
/// `/dev/vport0pN` that the guest finds by its name.
///
/// The streams are there before the guest and outlive it: they end with [#close]. Each is for one
/// thread at a time, buffers 64 KiB and then makes the other side wait.
public final class ConsoleDevice implements VirtioDevice {

  private static final int ID = 3;
  private static final long SIZE = 1;
  private static final long MULTIPORT = 2;

  /// Descriptors: a page of a terminal each, and drivers fill the queues for receiving.
  private static final int QUEUE_SIZE = 128;

  private static final int CONTROL_TO_DRIVER = 2;
  private static final int CONTROL_FROM_DRIVER = 3;

  private final List<Port> ports = new ArrayList<>();
  private Control control;
  private volatile Interrupt interrupt;
  private volatile EventTask resizing;
  private volatile int columns;
  private volatile int rows;

  /// @param names of the ports beside the console
  public ConsoleDevice(String... names) {
    ports.add(new Port(0, ""));
    for (String name : names) {
      ports.add(new Port(ports.size(), name));
    }
  }

  /// What the guest writes into a port; 0 is the console. If it is closed the guest's bytes are
  /// dropped.
  public InputStream input(int port) {
    return ports.get(port).input();
  }

  /// What the guest reads from a port. Buffered: flush. Its close hangs up.
  public OutputStream output(int port) {
    return ports.get(port).output();
  }

  /// Sets the size of the console's terminal. From any thread.
  public void resize(int newColumns, int newRows) {
    Runnable change =
        () -> {
          columns = newColumns;
          rows = newRows;
        };
    Interrupt line = interrupt;
    if (line == null) {
      change.run();
      return;
    }
    line.changeConfig(change);
    resizing.wake();
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public long features() {
    return SIZE | MULTIPORT;
  }

  @Override
  public int[] queueSizes() {
    int[] sizes = new int[2 * (ports.size() + 1)];
    Arrays.fill(sizes, QUEUE_SIZE);
    return sizes;
  }

  /// `cols`, `rows` of 2 bytes each, `max_nr_ports` of 4, section 5.3.4.
  @Override
  public long readConfig(int offset, int size) {
    if (offset < 0 || offset > 7) {
      return 0;
    }
    long all = (long) ports.size() << 32 | (rows & 0xffffL) << 16 | columns & 0xffffL;
    return all >>> 8 * offset;
  }

  @Override
  public void activate(Activation activation) throws GuestFault {
    resizing = activation.loop().task(this::tellSize);
    interrupt = activation.interrupt();
    if (!activation.has(MULTIPORT)) {
      activatePort(activation, ports.getFirst());
      ports.getFirst().setGuestOpen(true);
      return;
    }
    GuestMemory memory = activation.memory();
    Queue toDriver = activation.queue(CONTROL_TO_DRIVER);
    control = new Control(memory, ports, toDriver, activation.queue(CONTROL_FROM_DRIVER));
    for (Port port : ports) {
      activatePort(activation, port);
    }
    control.resize(columns, rows);
  }

  private void activatePort(Activation activation, Port port) throws GuestFault {
    // The control queues lie between those of port 0 and of the others.
    int first = port.isConsole() ? 0 : 2 * port.id() + 2;
    EventTask hangUp = activation.loop().task(() -> hangUp(port));
    port.activate(activation, first, hangUp::wake);
  }

  private boolean hangUp(Port port) throws GuestFault {
    if (control != null) {
      control.hangUp(port);
    }
    return false;
  }

  private boolean tellSize() throws GuestFault {
    if (control != null) {
      control.resize(columns, rows);
    }
    return false;
  }

  @Override
  public boolean notified(int queue) throws GuestFault {
    if (queue == CONTROL_TO_DRIVER || queue == CONTROL_FROM_DRIVER) {
      if (control == null) { // The driver has made queues that it does not use.
        return false;
      }
      return queue == CONTROL_FROM_DRIVER ? control.receive() : control.give();
    }
    Port port = ports.get(queue < CONTROL_TO_DRIVER ? 0 : queue / 2 - 1);
    if (!port.isActive()) {
      return false;
    }
    return queue % 2 == 0 ? port.fillReceived() : port.drainSent();
  }

  @Override
  public void reset() {
    interrupt = null;
    control = null;
    ports.forEach(Port::reset);
  }

  @Override
  public void close() {
    ports.forEach(Port::close);
  }
}
