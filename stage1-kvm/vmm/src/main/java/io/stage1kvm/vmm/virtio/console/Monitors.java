package io.stage1kvm.vmm.virtio.console;

import java.io.InterruptedIOException;

/// Waiting in streams.
final class Monitors {

  private Monitors() {}

  /// Waits on an object whose lock the thread holds; an interrupt ends the stream's call and stays
  /// marked.
  static void await(Object monitor) throws InterruptedIOException {
    try {
      monitor.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the port");
    }
  }
}
