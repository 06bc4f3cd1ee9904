package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;

/// Who is told that a handler has failed; it is not called again. In the event loop's thread: notes
/// it and lets others act.
public interface EventLoopListener {

  /// The guest has broken a device's rules.
  void guestFault(GuestFault fault);

  /// The host has, or we have.
  void hostFailure(Throwable failure);
}
