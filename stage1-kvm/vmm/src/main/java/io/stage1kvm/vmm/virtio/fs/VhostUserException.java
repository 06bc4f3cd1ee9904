package io.stage1kvm.vmm.virtio.fs;

import java.io.IOException;
import java.io.Serial;

/// A back end of a vhost-user device cannot be used: it is not there, has gone, or does not follow
/// the protocol.
public final class VhostUserException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  private VhostUserException(String backEnd, String reason, Throwable cause) {
    super("cannot use file server '" + backEnd + "': " + reason, cause);
  }

  static VhostUserException of(String backEnd, String reason) {
    return new VhostUserException(backEnd, reason, null);
  }

  static VhostUserException failed(String backEnd, Exception cause) {
    return new VhostUserException(backEnd, cause.getMessage(), cause);
  }

  static VhostUserException lost(String backEnd) {
    return new VhostUserException(backEnd, "it closed the connection", null);
  }
}
