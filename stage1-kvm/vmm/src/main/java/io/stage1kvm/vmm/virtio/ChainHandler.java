package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;

/// What a device does with a chain of [Queue#drain].
@FunctionalInterface
public interface ChainHandler {

  /// Value of [#handle]: the chain stays in the queue and the drain ends, as when the host has no
  /// room for it.
  int NOT_NOW = -1;

  /// Does the request.
  ///
  /// @return bytes written into the chain, or [#NOT_NOW]
  int handle(DescriptorChain chain) throws GuestFault;
}
