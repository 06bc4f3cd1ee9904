package io.stage1kvm.vmm.virtio;

/// What a driver has written about one queue: nothing of it is checked yet.
final class QueueRegisters {

  private final int index;
  private int size;
  private boolean ready;
  private long descriptors;
  private long available;
  private long used;

  QueueRegisters(int index) {
    this.index = index;
  }

  boolean isReady() {
    return ready;
  }

  QueueLayout layout() {
    return new QueueLayout(index, size, descriptors, available, used);
  }

  /// What lies where may not change while the queue is ready.
  void write(int register, int value) {
    if (register == Mmio.QUEUE_READY) {
      ready = (value & 1) != 0;
    } else if (!ready) {
      place(register, value);
    }
  }

  void clear() {
    size = 0;
    ready = false;
    descriptors = 0;
    available = 0;
    used = 0;
  }

  private void place(int register, int value) {
    switch (register) {
      case Mmio.QUEUE_NUM -> size = value;
      case Mmio.QUEUE_DESC_LOW -> descriptors = low(descriptors, value);
      case Mmio.QUEUE_DESC_HIGH -> descriptors = high(descriptors, value);
      case Mmio.QUEUE_DRIVER_LOW -> available = low(available, value);
      case Mmio.QUEUE_DRIVER_HIGH -> available = high(available, value);
      case Mmio.QUEUE_DEVICE_LOW -> used = low(used, value);
      case Mmio.QUEUE_DEVICE_HIGH -> used = high(used, value);
      default -> throw new IllegalArgumentException("register '" + register + "'");
    }
  }

  private static long low(long address, int value) {
    return address & 0xffff_ffff_0000_0000L | Integer.toUnsignedLong(value);
  }

  private static long high(long address, int value) {
    return address & 0xffff_ffffL | (long) value << 32;
  }
}
