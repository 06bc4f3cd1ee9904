package io.stage1kvm.guest.message;

import java.io.IOException;
import java.time.Duration;

/// What can go wrong between this process and the other end of a channel. Everybody who waits on a
/// session that has ended gets one that says why it ended.
public final class GuestSessionException extends Exception {
  private static final long serialVersionUID = 1;

  /// How a session failed.
  public enum Kind {
    /// The peer broke the protocol. The machine of a guest that did is not to be trusted any more.
    PROTOCOL,
    /// The peer closed its end, in the middle of whatever was going on.
    PEER_CLOSED,
    /// This side closed the session.
    CLOSED,
    /// The connection itself failed.
    IO,
    /// The answer did not come in time; the session goes on.
    TIMEOUT,
    /// The guest refused a command; the session goes on.
    REFUSED,
    /// A message is larger than the protocol allows; it was not sent, the session goes on.
    TOO_LARGE
  }

  private final Kind kind;

  private GuestSessionException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public static GuestSessionException protocol(String detail) {
    return ended(Kind.PROTOCOL, "the peer broke the protocol: " + Printable.of(detail), null);
  }

  public static GuestSessionException peerClosed() {
    return ended(Kind.PEER_CLOSED, "the peer closed it", null);
  }

  public static GuestSessionException closed() {
    return ended(Kind.CLOSED, "it was closed", null);
  }

  public static GuestSessionException io(IOException cause) {
    return ended(Kind.IO, String.valueOf(cause.getMessage()), cause);
  }

  public static GuestSessionException timeout(String what, Duration time) {
    return new GuestSessionException(
        Kind.TIMEOUT, "cannot get " + what + ": none came in " + time.toMillis() + " ms", null);
  }

  public static GuestSessionException refused(GuestCommand command, String error) {
    String object = command.object().isEmpty() ? "" : " '" + command.object() + "'";
    return new GuestSessionException(
        Kind.REFUSED, "cannot " + command.name() + object + ": " + Printable.of(error), null);
  }

  public static GuestSessionException tooLarge(String type, int bytes, int limit) {
    return new GuestSessionException(
        Kind.TOO_LARGE,
        "cannot send " + type + " of " + bytes + " bytes: it must have at most " + limit,
        null);
  }

  /// The same failure for one more thread that waits, with that thread's own stack.
  public GuestSessionException again() {
    return new GuestSessionException(kind, getMessage(), this);
  }

  public Kind kind() {
    return kind;
  }

  private static GuestSessionException ended(Kind kind, String reason, Throwable cause) {
    return new GuestSessionException(kind, "cannot go on with the session: " + reason, cause);
  }
}
