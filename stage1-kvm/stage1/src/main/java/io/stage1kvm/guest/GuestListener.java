package io.stage1kvm.guest;

import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;

/// Learns what happens in the guest. Called on one thread that belongs to the session, in the
/// order of
/// the guest; it may block, and may wait for replies to commands.
public interface GuestListener {
  void event(GuestEvent event);

  /// The session has ended; called once, after the last event.
  void ended(GuestSessionException cause);
}
