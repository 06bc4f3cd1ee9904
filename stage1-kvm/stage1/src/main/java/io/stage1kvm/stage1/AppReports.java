package io.stage1kvm.stage1;

import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestEvent.Which;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Tells the operator what happens to the apps, beside what they write themselves.
final class AppReports {
  private final PrintStream err;
  private final Timeline timeline;
  private final Map<String, CompletableFuture<Long>> pids = new HashMap<>();
  private boolean anyStarted;

  AppReports(Set<String> apps, PrintStream err, Timeline timeline) {
    this.err = err;
    this.timeline = timeline;
    apps.forEach(app -> pids.put(app, new CompletableFuture<>()));
  }

  /// The pid of an app's main process in the guest; 0 if it never starts.
  CompletableFuture<Long> pid(String app) {
    return pids.get(app);
  }

  void started(GuestEvent.Started event) {
    pids.get(event.app()).complete((long) event.pid());
    if (!anyStarted) {
      anyStarted = true;
      timeline.mark("first app executed");
    }
  }

  void allStarted() {
    timeline.mark("all apps started");
  }

  /// One line that names what failed and why; for a program that could not be executed also the
  /// line that rkt's users know. Which file is missing, the program or its interpreter, is for the
  /// guest to find out: it may change its files while we look.
  void failed(GuestEvent.Failed event) {
    pids.get(event.app()).complete(0L);
    if (event.step().equals("exec") && event.errno() == Errno.ENOENT) {
      err.println("Error: Unable to open \"" + event.object() + "\": No such file or directory");
    }
    err.println(
        "stage1-kvm: app '%s': %s"
            .formatted(event.app(), reason(event.step(), event.object(), event.errno())));
  }

  private static String reason(String step, String object, int errno) {
    String what = "cannot start: " + step;
    if (errno == 0) {
      return what + " '" + object + "' failed";
    }
    return what + " " + new SyscallException("'" + object + "'", errno).getMessage();
  }

  /// The status of an app that stage0 will not find.
  void unrecorded(String app, int status, IOException cause) {
    err.println(
        "stage1-kvm: warning: cannot record status %d of app '%s': %s"
            .formatted(status, app, cause.getMessage()));
  }

  /// What an app writes is not in its log.
  void unlogged(String app, IOException cause) {
    err.println(
        "stage1-kvm: warning: cannot log what app '%s' writes: %s"
            .formatted(app, cause.getMessage()));
  }

  void handled(GuestEvent.Handler event) {
    if (event.status() != 0 || event.signal() != 0) {
      String how =
          event.signal() != 0
              ? "was killed by signal " + event.signal()
              : "ended with status " + event.status();
      String which = event.which() == Which.PRE_START ? "pre-start" : "post-stop";
      err.println(
          "stage1-kvm: app '%s': %s handler %d %s"
              .formatted(event.app(), which, event.index(), how));
    }
  }

  /// Whoever entered has an answer of their own.
  void exec(GuestEvent.OfExec event) {
    timeline.mark("exec " + event.id() + " ended");
  }
}
