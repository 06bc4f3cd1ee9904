package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.GuestHello;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.guest.message.HostHello;

/// The two hellos.
public final class HelloJson {
  private HelloJson() {}

  public static byte[] write(HostHello hello) {
    return new JsonText()
        .integer("version", hello.version())
        .integer("realtime_ns", hello.realtimeNs())
        .bytes();
  }

  /// The version is checked first: another version may have other fields.
  public static GuestHello read(byte[] json) throws GuestSessionException {
    JsonFields fields = JsonFields.parse(json);
    int version = fields.count("version");
    if (version != GuestPlan.VERSION) {
      throw GuestSessionException.protocol(
          "version '" + version + "' must be " + GuestPlan.VERSION);
    }
    return new GuestHello(
        version, fields.text("kernel"), fields.integer("boot_ns", 0, EventJson.MAX_INTEGER));
  }
}
