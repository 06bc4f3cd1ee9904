package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.GuestReply;
import io.stage1kvm.guest.message.GuestSessionException;

/// Reads replies to commands.
public final class ReplyJson {
  private ReplyJson() {}

  public static GuestReply read(byte[] json) throws GuestSessionException {
    JsonFields fields = JsonFields.parse(json);
    int id = (int) fields.integer("id", 1, Integer.MAX_VALUE);
    return fields.flag("ok")
        ? new GuestReply.Done(id)
        : new GuestReply.Refused(id, fields.text("error"));
  }
}
