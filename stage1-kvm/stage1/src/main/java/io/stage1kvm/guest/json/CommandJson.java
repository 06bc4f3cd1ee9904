package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.GuestCommand;

/// Writes commands (`docs/protocol.md`, "Commands").
public final class CommandJson {
  private CommandJson() {}

  public static byte[] write(int id, GuestCommand command) {
    JsonText json = new JsonText().integer("id", id).text("cmd", command.name());
    switch (command) {
      case GuestCommand.Exec c ->
          json.text("app", c.app()).object("process", c.process(), ProcessJson::write);
      case GuestCommand.ExecInGuest c -> json.object("process", c.process(), ProcessJson::write);
      case GuestCommand.Signal c -> json.text("app", c.app()).integer("signal", c.signal());
      case GuestCommand.SignalExec c ->
          json.integer("exec", c.exec()).integer("signal", c.signal());
      case GuestCommand.Stop c ->
          json.text("app", c.app()).integer("grace_ms", c.grace().toMillis());
      case GuestCommand.Start c -> json.object("app", c.app(), PlanJson::app);
      case GuestCommand.Resize c ->
          json.integer("stream", c.stream()).integer("rows", c.rows()).integer("cols", c.cols());
      case GuestCommand.Shutdown c -> json.integer("grace_ms", c.grace().toMillis());
    }
    return json.bytes();
  }
}
