package io.stage1kvm.pod;

import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestStdio;
import io.stage1kvm.guest.message.SeccompProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A process that the operator runs in a pod that is running already.
public final class EnteredProcess {
  private static final int UMASK = 022;

  private EnteredProcess() {}

  /// Runs as root with the app's environment, and within the app's limits: its capability bounding
  /// set, its filter of system calls, its cgroup.
  ///
  /// @param term the caller's TERM, if the process has a terminal
  public static GuestProcess in(
      PodDirectory pod, GuestApp app, List<String> argv, Optional<String> term, GuestStdio stdio)
      throws PodException {
    GuestProcess main = app.main();
    List<String> env = new ArrayList<>(main.env());
    term.ifPresent(
        value -> {
          env.removeIf(variable -> variable.startsWith("TERM="));
          env.add("TERM=" + value);
        });
    String path =
        Binary.find(app.name(), pod.appRootfs(app.name()), argv.getFirst(), "/", path(env));
    return process(path, argv, env, main.bounding(), main.noNewPrivs(), main.seccomp(), stdio);
  }

  /// Runs as root in the guest's own root, outside of all apps.
  public static GuestProcess outside(List<String> argv, Optional<String> term, GuestStdio stdio) {
    List<String> env = new ArrayList<>(List.of("PATH=/bin:/sbin:/usr/bin:/usr/sbin", "HOME=/"));
    term.ifPresent(value -> env.add("TERM=" + value));
    return process(
        argv.getFirst(),
        argv,
        env,
        Capability.mask(Capability.ALL),
        false,
        SeccompProgram.NONE,
        stdio);
  }

  private static Optional<String> path(List<String> env) {
    return env.stream().filter(v -> v.startsWith("PATH=")).map(v -> v.substring(5)).findFirst();
  }

  private static GuestProcess process(
      String path,
      List<String> argv,
      List<String> env,
      long bounding,
      boolean noNewPrivileges,
      SeccompProgram seccomp,
      GuestStdio stdio) {
    return new GuestProcess(
        path,
        argv,
        env,
        "/",
        0,
        0,
        List.of(),
        UMASK,
        bounding,
        noNewPrivileges,
        seccomp,
        0,
        List.of(),
        stdio);
  }
}
