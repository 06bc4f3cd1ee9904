package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.CgroupSetting;
import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestPlan;

/// Writes plans (`docs/protocol.md`, "PLAN").
public final class PlanJson {
  private PlanJson() {}

  public static byte[] write(GuestPlan plan) {
    return new JsonText()
        .integer("version", GuestPlan.VERSION)
        .text("hostname", plan.hostname())
        .objects("shared", plan.shared(), OpJson::write)
        .objects("apps", plan.apps(), PlanJson::app)
        .bytes();
  }

  static void app(JsonText json, GuestApp app) {
    json.text("name", app.name())
        .text("root", app.root())
        .flag("read_only_root", app.readOnlyRoot())
        .objects("cgroup", app.cgroup(), PlanJson::setting)
        .objects("setup", app.setup(), OpJson::write)
        .objects("pre_start", app.preStart(), ProcessJson::write)
        .object("main", app.main(), ProcessJson::write)
        .objects("post_stop", app.postStop(), ProcessJson::write);
  }

  private static void setting(JsonText json, CgroupSetting setting) {
    json.text("file", setting.file()).text("value", setting.value());
  }
}
