package io.stage1kvm.control;

import io.stage1kvm.guest.message.GuestSessionException;

/// Carries out the requests of clients. Called on the reader thread of the client's connection:
/// must
/// not block.
public interface ControlHandler {
  /// @throws GuestSessionException to end the connection
  void request(ControlConnection client, ControlRequest request) throws GuestSessionException;

  /// The client has gone. Called once.
  void gone(ControlConnection client);
}
