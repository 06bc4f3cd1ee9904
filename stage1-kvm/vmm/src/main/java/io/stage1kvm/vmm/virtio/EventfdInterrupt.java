package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import java.util.concurrent.atomic.AtomicInteger;

/// An interrupt line of virtio-mmio: an eventfd that KVM turns into an interrupt (irqfd), and the
/// bits that tell the driver why, virtio 1.2 section 4.2.2.
public final class EventfdInterrupt implements Interrupt, AutoCloseable {

  /// InterruptStatus: buffers were used.
  static final int USED = 1;

  /// InterruptStatus: the configuration has changed.
  static final int CONFIG = 2;

  private final Fd eventfd;
  private final AtomicInteger status = new AtomicInteger();
  private volatile boolean handedOver;
  private int generation;

  public EventfdInterrupt() throws SyscallException {
    eventfd = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
  }

  /// For KVM; it stays this object's.
  public Fd eventfd() {
    return eventfd;
  }

  @Override
  public void used() {
    raise(USED);
  }

  @Override
  public void changeConfig(Runnable change) {
    synchronized (this) {
      change.run();
      generation++;
    }
    raise(CONFIG);
  }

  @Override
  public Fd handOver() {
    handedOver = true;
    return eventfd;
  }

  /// The InterruptStatus register.
  public int status() {
    return handedOver ? status.get() | USED : status.get();
  }

  /// The InterruptACK register.
  void acknowledge(int bits) {
    status.getAndUpdate(s -> s & ~bits);
  }

  /// The ConfigGeneration register. Who holds this object's lock reads one state of the
  /// configuration.
  synchronized int generation() {
    return generation;
  }

  /// As after the machine's start, but for the generation.
  void reset() {
    handedOver = false;
    status.set(0);
  }

  @Override
  public void close() throws SyscallException {
    eventfd.close();
  }

  /// The bit first: the driver looks for it when the interrupt comes. Also if the bit is set
  /// already: the driver may just be about to acknowledge it.
  private void raise(int bit) {
    status.getAndUpdate(s -> s | bit);
    try {
      Sys.events().signal(eventfd, 1);
    } catch (SyscallException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
