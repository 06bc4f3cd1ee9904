package io.stage1kvm.guest.channel;

import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestSessionException;

/// Takes the messages that the peer sends.
public interface FrameHandler {
  /// Called on the reader thread, in the order of the peer: must not block. Streams that it opens
  /// or
  /// retires are so for the very next frame.
  ///
  /// @throws GuestSessionException to end the session: the peer broke the protocol
  void message(FrameType type, byte[] json) throws GuestSessionException;

  /// Called once, after the last message, on any thread.
  void ended(GuestSessionException cause);
}
