package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import java.io.IOException;

/// What to do when something has happened. In the event loop's thread; it never waits, and does
/// only a bounded part of what there is.
@FunctionalInterface
public interface EventHandler {

  /// @return whether something is left to do: it is then called again after the others
  boolean run() throws GuestFault, IOException;
}
