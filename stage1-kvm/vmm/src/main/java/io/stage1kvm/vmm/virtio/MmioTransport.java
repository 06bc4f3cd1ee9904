package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.bus.BusDevice;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/// Virtio over MMIO, virtio 1.2 section 4.2: the registers of one device, version 2.
///
/// vCPU threads come here, several at once; the device itself lives in the event loop's thread,
/// which takes none of the locks here, so that a vCPU may wait for it while holding one. Accesses
/// that the standard does not know read 0 and write nothing.
public final class MmioTransport implements BusDevice, AutoCloseable {

  /// Bytes of address space.
  public static final int SIZE = 0x1000;

  /// Where the driver writes the number of a queue (4 bytes) to kick it: for ioeventfds.
  public static final int QUEUE_NOTIFY = Mmio.QUEUE_NOTIFY;

  private static final int WORD = 4;

  private final VirtioDevice device;
  private final EventfdInterrupt interrupt;
  private final List<Fd> kicks = new ArrayList<>();
  private final List<QueueRegisters> queues = new ArrayList<>();
  private final DeviceRunner runner;
  private final Negotiation negotiation;
  private int status;
  private int queueSelected;

  /// @param device closed with the transport
  public MmioTransport(VirtioDevice device, GuestMemory memory, EventLoop loop)
      throws SyscallException {
    this.device = device;
    interrupt = new EventfdInterrupt();
    for (int i = 0; i < device.queueSizes().length; i++) {
      queues.add(new QueueRegisters(i));
      kicks.add(Sys.events().eventfd(0, Epoll.EFD_NONBLOCK));
    }
    long offered = device.features() | device.ringFeatures() | Features.VERSION_1;
    negotiation = new Negotiation(offered);
    runner = new DeviceRunner(device, memory, loop, interrupt, kicks);
  }

  /// Number of queues.
  public int queues() {
    return queues.size();
  }

  /// An eventfd that kicks a queue: written to by KVM when the queue's number is written to
  /// [#QUEUE_NOTIFY]. It stays the transport's.
  public Fd kick(int queue) {
    return kicks.get(queue);
  }

  /// An eventfd that becomes readable for each interrupt (edge). It stays the transport's.
  public Fd interrupt() {
    return interrupt.eventfd();
  }

  @Override
  public long read(long offset, int size) {
    if (offset >= Mmio.CONFIG) {
      synchronized (interrupt) { // One state of the configuration, as long as it is one access.
        long value = device.readConfig((int) offset - Mmio.CONFIG, size);
        return size == Long.BYTES ? value : value & (1L << 8 * size) - 1;
      }
    }
    if (size != WORD || offset % WORD != 0) {
      return 0;
    }
    return Integer.toUnsignedLong(
        switch ((int) offset) { // Without the lock what an interrupt handler reads.
          case Mmio.INTERRUPT_STATUS -> interrupt.status();
          case Mmio.CONFIG_GENERATION -> interrupt.generation();
          default -> readRegister((int) offset);
        });
  }

  @Override
  public void write(long offset, int size, long value) throws GuestFault {
    if (offset >= Mmio.CONFIG) {
      runner.writeConfig((int) offset - Mmio.CONFIG, size, value);
      return;
    }
    if (size != WORD || offset % WORD != 0) {
      return;
    }
    switch ((int) offset) {
      case Mmio.INTERRUPT_ACK -> interrupt.acknowledge((int) value);
      case Mmio.QUEUE_NOTIFY -> notify((int) value);
      default -> writeRegister((int) offset, (int) value);
    }
  }

  private synchronized int readRegister(int register) {
    return switch (register) {
      case Mmio.MAGIC_VALUE -> Mmio.MAGIC;
      case Mmio.VERSION -> Mmio.STANDARD;
      case Mmio.DEVICE_ID -> device.id();
      case Mmio.VENDOR_ID -> Mmio.VENDOR;
      case Mmio.DEVICE_FEATURES -> negotiation.offered();
      case Mmio.QUEUE_NUM_MAX -> isQueue() ? device.queueSizes()[queueSelected] : 0;
      case Mmio.QUEUE_READY -> isQueue() && queues.get(queueSelected).isReady() ? 1 : 0;
      case Mmio.STATUS -> status | (runner.isBroken() ? Mmio.DEVICE_NEEDS_RESET : 0);
      // All ones: there is no shared memory of this number, 4.2.2.
      case Mmio.SHM_LEN_LOW, Mmio.SHM_LEN_HIGH, Mmio.SHM_BASE_LOW, Mmio.SHM_BASE_HIGH -> -1;
      default -> 0;
    };
  }

  private synchronized void writeRegister(int register, int value) throws GuestFault {
    switch (register) {
      case Mmio.DEVICE_FEATURES_SEL -> negotiation.selectOffered(value);
      case Mmio.DRIVER_FEATURES_SEL -> negotiation.selectAccepted(value);
      case Mmio.DRIVER_FEATURES -> {
        if ((status & Mmio.FEATURES_OK) == 0) {
          negotiation.accept(value);
        }
      }
      case Mmio.QUEUE_SEL -> queueSelected = value;
      case Mmio.STATUS -> writeStatus(value);
      case Mmio.QUEUE_NUM,
          Mmio.QUEUE_READY,
          Mmio.QUEUE_DESC_LOW,
          Mmio.QUEUE_DESC_HIGH,
          Mmio.QUEUE_DRIVER_LOW,
          Mmio.QUEUE_DRIVER_HIGH,
          Mmio.QUEUE_DEVICE_LOW,
          Mmio.QUEUE_DEVICE_HIGH -> {
        if (isQueue() && (status & (Mmio.FEATURES_OK | Mmio.DRIVER_OK)) == Mmio.FEATURES_OK) {
          queues.get(queueSelected).write(register, value);
        }
      }
      default -> {}
    }
  }

  private boolean isQueue() {
    return queueSelected >= 0 && queueSelected < queues.size();
  }

  private void notify(int queue) {
    if (queue < 0 || queue >= kicks.size()) {
      return;
    }
    try {
      Sys.events().signal(kicks.get(queue), 1);
    } catch (SyscallException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// Each bit needs the one before, virtio 1.2 section 3.1.1; none goes away but by a reset.
  private void writeStatus(int value) throws GuestFault {
    if (value == 0) {
      reset();
      return;
    }
    int added = value & ~status;
    status |= added & (Mmio.ACKNOWLEDGE | Mmio.FAILED);
    if ((added & Mmio.DRIVER) != 0 && (status & Mmio.ACKNOWLEDGE) != 0) {
      status |= Mmio.DRIVER;
    }
    boolean agreed = (status & Mmio.DRIVER) != 0 && negotiation.isAcceptable();
    if ((added & Mmio.FEATURES_OK) != 0 && agreed) {
      status |= Mmio.FEATURES_OK;
    }
    boolean usable = (status & (Mmio.FEATURES_OK | Mmio.FAILED)) == Mmio.FEATURES_OK;
    if ((added & Mmio.DRIVER_OK) != 0 && usable) {
      QueueLayout[] layouts = new QueueLayout[queues.size()];
      for (int i = 0; i < layouts.length; i++) {
        layouts[i] = queues.get(i).isReady() ? queues.get(i).layout() : null;
      }
      status |= Mmio.DRIVER_OK;
      runner.activate(negotiation.accepted(), layouts);
    }
  }

  private void reset() throws GuestFault {
    runner.reset();
    status = 0;
    queueSelected = 0;
    negotiation.clear();
    queues.forEach(QueueRegisters::clear);
    interrupt.reset();
  }

  /// After the last vCPU and the event loop have ended.
  @Override
  public void close() throws SyscallException {
    device.close();
    for (Fd kick : kicks) {
      kick.close();
    }
    interrupt.close();
  }
}
