package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestStdio;
import io.stage1kvm.guest.message.Rlimit;

/// Writes the fields of processes.
final class ProcessJson {
  private ProcessJson() {}

  static void write(JsonText json, GuestProcess process) {
    json.text("path", process.path())
        .texts("argv", process.argv())
        .texts("env", process.env())
        .text("cwd", process.cwd())
        .integer("uid", process.uid())
        .integer("gid", process.gid())
        .integers("groups", process.groups())
        .integer("umask", process.umask())
        .integer("bounding", process.bounding())
        .flag("no_new_privs", process.noNewPrivs());
    if (!process.seccomp().isNone()) {
      json.base64("seccomp", process.seccomp().code());
    }
    json.integer("oom_score_adj", process.oomScoreAdj())
        .objects("rlimits", process.rlimits(), ProcessJson::rlimit)
        .object("stdio", process.stdio(), ProcessJson::stdio);
  }

  private static void rlimit(JsonText json, Rlimit rlimit) {
    json.integer("resource", rlimit.resource())
        .integer("soft", rlimit.soft())
        .integer("hard", rlimit.hard());
  }

  private static void stdio(JsonText json, GuestStdio stdio) {
    switch (stdio) {
      case GuestStdio.Pipes pipes ->
          json.text("mode", "pipes")
              .integer("stdin", pipes.stdin())
              .integer("stdout", pipes.stdout())
              .integer("stderr", pipes.stderr());
      case GuestStdio.Tty tty ->
          json.text("mode", "tty")
              .integer("stream", tty.stream())
              .integer("rows", tty.rows())
              .integer("cols", tty.cols());
    }
  }
}
