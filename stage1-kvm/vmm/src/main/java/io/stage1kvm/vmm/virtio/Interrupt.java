package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;

/// A device's way to the driver's attention. For any thread.
public interface Interrupt {

  /// Buffers were used: raises an interrupt for them. [Queue#publish] does it when it is due.
  void used();

  /// Changes what [VirtioDevice#readConfig] gives so that no driver takes half of it for the whole,
  /// then raises an interrupt for it.
  void changeConfig(Runnable change);

  /// An eventfd for a process that uses buffers itself and raises the interrupt by writing to it.
  /// From the first call on the driver is always told that buffers may have been used. It stays the
  /// transport's.
  Fd handOver();
}
