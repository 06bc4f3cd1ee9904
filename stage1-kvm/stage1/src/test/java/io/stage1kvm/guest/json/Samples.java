package io.stage1kvm.guest.json;

import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestStdio;
import io.stage1kvm.guest.message.SeccompProgram;
import java.util.List;

/// The values that the fixtures hold again and again.
final class Samples {
  private Samples() {}

  static GuestProcess process(String path, GuestStdio stdio, String... argv) {
    return new GuestProcess(
        path,
        List.of(argv),
        List.of("PATH=/usr/local/bin:/usr/bin:/bin", "AC_APP_NAME=redis"),
        "/",
        0,
        0,
        List.of(),
        022,
        0xa80425fbL,
        false,
        SeccompProgram.NONE,
        0,
        List.of(),
        stdio);
  }

  static GuestApp app(String name, GuestProcess main) {
    return new GuestApp(
        name,
        "/share/apps/" + name + "/rootfs",
        false,
        List.of(),
        List.of(),
        List.of(),
        main,
        List.of());
  }

  static GuestApp trueApp(int... pipes) {
    return app(
        "app",
        process("/bin/true", new GuestStdio.Pipes(pipes[0], pipes[1], pipes[2]), "/bin/true"));
  }
}
