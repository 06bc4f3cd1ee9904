package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.GuestOp;

/// Writes the fields of file operations.
final class OpJson {
  private OpJson() {}

  static void write(JsonText json, GuestOp op) {
    switch (op) {
      case GuestOp.Mkdir o ->
          head(json, "mkdir", o)
              .integer("mode", o.mode())
              .integer("uid", o.uid())
              .integer("gid", o.gid());
      case GuestOp.Node o ->
          head(json, "node", o)
              .integer("mode", o.mode())
              .integer("major", o.major())
              .integer("minor", o.minor());
      case GuestOp.Symlink o -> head(json, "symlink", o).text("target", o.target());
      case GuestOp.WriteFile o ->
          head(json, "file", o).integer("mode", o.mode()).text("data", o.data());
      case GuestOp.RemoveLink o -> head(json, "remove_link", o);
      case GuestOp.Mount o ->
          head(json, "mount", o)
              .text("source", o.source())
              .text("fstype", o.fstype())
              .integer("flags", o.flags())
              .text("data", o.data());
      case GuestOp.Bind o ->
          head(json, "bind", o)
              .text("source", o.source())
              .flag("recursive", o.recursive())
              .integer("flags", o.flags());
      case GuestOp.Hide o -> head(json, "hide", o);
      case GuestOp.ReadOnly o -> head(json, "read_only", o);
    }
    if (op.optional()) {
      json.flag("optional", true);
    }
  }

  private static JsonText head(JsonText json, String name, GuestOp op) {
    return json.text("op", name).text("path", op.path());
  }
}
