package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A device's life from DRIVER_OK to its reset, in the event loop's thread: whoever calls from
/// another thread waits for the loop, so that after a reset nothing touches the rings any more.
final class DeviceRunner {

  private final VirtioDevice device;
  private final GuestMemory memory;
  private final EventLoop loop;
  private final Interrupt interrupt;
  private final List<Fd> kicks;
  private final List<EventWatch> watches = new ArrayList<>();
  private boolean active;
  private volatile boolean broken;

  DeviceRunner(
      VirtioDevice device,
      GuestMemory memory,
      EventLoop loop,
      Interrupt interrupt,
      List<Fd> kicks) {
    this.device = device;
    this.memory = memory;
    this.loop = loop;
    this.interrupt = interrupt;
    this.kicks = kicks;
  }

  /// Whether the device has stopped working until its reset.
  boolean isBroken() {
    return broken;
  }

  /// What a vCPU has the loop do, and waits for. Not a lambda: the class of one that captures this
  /// much is made at run time, while the guest waits.
  private final class Start implements EventHandler {
    private final long features;
    private final QueueLayout[] layouts;

    Start(long features, QueueLayout[] layouts) {
      this.features = features;
      this.layouts = layouts;
    }

    @Override
    public boolean run() throws GuestFault, IOException {
      return start(features, layouts);
    }
  }

  /// Work for the device. After a failure it does nothing more until its reset.
  private final class Guarded implements EventHandler {
    private final EventHandler work;

    Guarded(EventHandler work) {
      this.work = work;
    }

    @Override
    public boolean run() throws GuestFault, IOException {
      if (broken) {
        return false;
      }
      boolean done = false;
      try {
        boolean more = work.run();
        done = true;
        return more;
      } catch (GuestFault e) {
        throw new GuestFault(device.name() + ": " + e.getMessage());
      } finally {
        broken = !done;
      }
    }
  }

  /// @param layouts for each queue; null for those that are not ready
  void activate(long features, QueueLayout[] layouts) throws GuestFault {
    loop.call(new Guarded(new Start(features, layouts)));
  }

  void writeConfig(int offset, int size, long value) throws GuestFault {
    loop.call(
        new Guarded(
            () -> {
              device.writeConfig(offset, size, value);
              return false;
            }));
  }

  void reset() throws GuestFault {
    loop.call(
        () -> {
          stop();
          return false;
        });
  }

  private boolean start(long features, QueueLayout[] layouts) throws GuestFault, IOException {
    Queue[] queues = new Queue[layouts.length];
    int[] sizes = device.queueSizes();
    for (int i = 0; i < layouts.length; i++) {
      if (layouts[i] != null) {
        queues[i] = new Queue(memory, layouts[i], sizes[i], features, interrupt);
      }
    }
    active = true;
    device.activate(new Activation(memory, features, interrupt, loop, queues, kicks));
    if (!device.servesQueues()) {
      return false;
    }
    for (int i = 0; i < queues.length; i++) {
      if (queues[i] != null) {
        int index = i;
        EventHandler serve = new Guarded(() -> device.notified(index));
        // Edge-triggered: each kick is told once, and its counter need not be read.
        watches.add(loop.watch(kicks.get(i), Epoll.EPOLLIN | Epoll.EPOLLET, serve));
      }
    }
    return false;
  }

  private void stop() throws SyscallException {
    for (EventWatch watch : watches) {
      watch.close();
    }
    watches.clear();
    if (active) {
      active = false;
      device.reset();
    }
    broken = false;
  }
}
