package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;

/// Reads events (`docs/protocol.md`, "Events").
public final class EventJson {
  /// The largest integer that the guest can have kept as a double without loss.
  static final long MAX_INTEGER = 1L << 53;

  private EventJson() {}

  public static GuestEvent read(byte[] json) throws GuestSessionException {
    JsonFields fields = JsonFields.parse(json);
    String event = fields.text("event");
    try {
      return switch (event) {
        case "started" -> started(fields);
        case "failed" -> failed(fields);
        case "handler" -> handler(fields);
        case "exited" ->
            new GuestEvent.Exited(
                fields.text("app"), fields.count("status"), fields.count("signal"));
        case "exec_failed" -> execFailed(fields);
        case "exec_exited" ->
            new GuestEvent.ExecExited(
                fields.count("id"), fields.count("status"), fields.count("signal"));
        case "stopped" -> new GuestEvent.Stopped();
        default -> throw JsonFields.bad("event '" + event + "' must be one of the protocol");
      };
    } catch (IllegalArgumentException e) {
      // the records' own rules; here it is the guest that did not keep them
      throw JsonFields.bad(e.getMessage());
    }
  }

  private static GuestEvent started(JsonFields fields) throws GuestSessionException {
    return new GuestEvent.Started(
        fields.text("app"), fields.count("pid"), fields.integer("boot_ns", 0, MAX_INTEGER));
  }

  private static GuestEvent failed(JsonFields fields) throws GuestSessionException {
    return new GuestEvent.Failed(
        fields.text("app"),
        fields.text("step"),
        fields.text("object"),
        fields.count("errno"),
        fields.count("status"));
  }

  private static GuestEvent handler(JsonFields fields) throws GuestSessionException {
    String which = fields.text("which");
    return new GuestEvent.Handler(
        fields.text("app"),
        switch (which) {
          case "pre_start" -> GuestEvent.Which.PRE_START;
          case "post_stop" -> GuestEvent.Which.POST_STOP;
          default -> throw JsonFields.bad("field 'which' must be pre_start or post_stop");
        },
        fields.count("index"),
        fields.count("status"),
        fields.count("signal"));
  }

  private static GuestEvent execFailed(JsonFields fields) throws GuestSessionException {
    return new GuestEvent.ExecFailed(
        fields.count("id"),
        fields.text("step"),
        fields.text("object"),
        fields.count("errno"),
        fields.count("status"));
  }
}
