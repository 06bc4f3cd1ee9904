package io.stage1kvm.stage1;

import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;

/// What the supervisor of a pod waits for.
sealed interface Occurrence {
  /// The guest has reported something.
  record Reported(GuestEvent event) implements Occurrence {}

  /// The guest can no longer be heard.
  record Lost(GuestSessionException cause) implements Occurrence {}

  /// Somebody asked for the pod's end.
  record StopAsked(boolean force) implements Occurrence {}
}
