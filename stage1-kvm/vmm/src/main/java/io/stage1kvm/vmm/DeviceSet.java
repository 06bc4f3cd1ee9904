package io.stage1kvm.vmm;

import io.stage1kvm.kvm.Vm;
import io.stage1kvm.vmm.arch.x86.Layout;
import io.stage1kvm.vmm.arch.x86.MmioDevice;
import io.stage1kvm.vmm.bus.Bus;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.EventLoop;
import io.stage1kvm.vmm.virtio.EventLoopListener;
import io.stage1kvm.vmm.virtio.MmioTransport;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The virtio devices of a machine, each behind its transport, with the loop that serves them all.
final class DeviceSet implements AutoCloseable {

  private final List<VirtioDevice> devices;
  private final List<MmioTransport> transports = new ArrayList<>();
  private EventLoop loop;
  private boolean closed;

  /// @param devices closed with this object
  DeviceSet(List<VirtioDevice> devices) {
    this.devices = devices;
  }

  /// Where the devices will be, in their order.
  List<MmioDevice> places() {
    List<MmioDevice> places = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      places.add(Layout.device(i));
    }
    return places;
  }

  /// Puts all on the bus, and connects their queues and interrupts.
  void attach(Vm vm, GuestMemory memory, Bus bus, EventLoopListener listener) throws IOException {
    loop = new EventLoop(listener);
    for (int i = 0; i < devices.size(); i++) {
      MmioDevice place = Layout.device(i);
      devices.get(i).prepare();
      MmioTransport transport = new MmioTransport(devices.get(i), memory, loop);
      transports.add(transport);
      bus.add(place.address(), MmioTransport.SIZE, transport);
      for (int queue = 0; queue < transport.queues(); queue++) {
        long notify = place.address() + MmioTransport.QUEUE_NOTIFY;
        vm.ioeventfd(transport.kick(queue), notify, queue);
      }
      vm.irqfd(transport.interrupt(), place.gsi());
    }
  }

  /// Begins to serve the devices.
  void start() {
    loop.start();
  }

  /// Serves what the guest has left in its rings: its last words, before it ended the machine. A
  /// turn of the loop looks at all queues before it comes to a call.
  private void finish() {
    try {
      loop.call(DeviceSet::nothing);
      loop.call(DeviceSet::nothing);
    } catch (GuestFault e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean nothing() {
    return false;
  }

  /// After the last vCPU has left. A second time does nothing.
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (loop != null) {
      finish();
      loop.close();
    }
    for (MmioTransport transport : transports) {
      transport.close();
    }
    for (VirtioDevice device : devices.subList(transports.size(), devices.size())) {
      device.close();
    }
  }
}
