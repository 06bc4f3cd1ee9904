package io.stage1kvm.guest.message;

/// What the guest reports by itself. Texts of the guest are made safe to print.
public sealed interface GuestEvent {
  /// An event of one app of the pod.
  sealed interface OfApp extends GuestEvent {
    String app();
  }

  /// The one event that ends a process started by the command `exec`.
  sealed interface OfExec extends GuestEvent {
    /// The id of the command.
    int id();
  }

  /// execve of main has succeeded.
  ///
  /// @param bootNs CLOCK_BOOTTIME of the guest, ns
  record Started(String app, int pid, long bootNs) implements OfApp {
    public Started {
      Check.appName("app", app);
      Check.range("pid", pid, 1, Integer.MAX_VALUE);
      Check.range("boot_ns", bootNs, 0, Check.MAX_JSON_INTEGER);
    }
  }

  /// A step before main's execve has failed: the app has ended with `status`, nothing follows.
  record Failed(String app, String step, String object, int errno, int status) implements OfApp {
    public Failed {
      Check.appName("app", app);
      step = Printable.of(step);
      object = Printable.of(object);
      Check.range("errno", errno, 0, MAX_ERRNO);
      Check.range("status", status, 0, 255);
    }
  }

  /// A handler has ended.
  ///
  /// @param index its place in the app's list of such handlers
  /// @param signal 0, or the signal that ended it; `status` is 0 then
  record Handler(String app, Which which, int index, int status, int signal) implements OfApp {
    public Handler {
      Check.appName("app", app);
      Check.range("index", index, 0, Integer.MAX_VALUE);
      Check.end(status, signal);
    }
  }

  /// Which list of handlers of a [GuestApp].
  enum Which {
    PRE_START,
    POST_STOP
  }

  /// Main has ended, its cgroup is empty, its output was sent, its post-stop handlers have run.
  record Exited(String app, int status, int signal) implements OfApp {
    public Exited {
      Check.appName("app", app);
      Check.end(status, signal);
    }
  }

  /// The process of command `exec` could not start.
  record ExecFailed(int id, String step, String object, int errno, int status) implements OfExec {
    public ExecFailed {
      Check.range("id", id, 1, Integer.MAX_VALUE);
      step = Printable.of(step);
      object = Printable.of(object);
      Check.range("errno", errno, 0, MAX_ERRNO);
      Check.range("status", status, 0, 255);
    }
  }

  /// The process of command `exec` has ended and its output was sent.
  record ExecExited(int id, int status, int signal) implements OfExec {
    public ExecExited {
      Check.range("id", id, 1, Integer.MAX_VALUE);
      Check.end(status, signal);
    }
  }

  /// After `shutdown`: all apps have ended and reported, file systems are synced; power-off
  /// follows.
  record Stopped() implements GuestEvent {}

  /// The kernel's MAX_ERRNO.
  int MAX_ERRNO = 4095;
}
