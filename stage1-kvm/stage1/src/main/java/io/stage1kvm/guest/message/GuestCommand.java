package io.stage1kvm.guest.message;

import java.time.Duration;

/// What the host asks of a running guest. The session gives each command its id.
public sealed interface GuestCommand {
  int MAX_SIGNAL = 64;

  /// The name on the wire.
  String name();

  /// What it is about, for messages: an app, an exec, a stream; empty for the whole guest.
  String object();

  /// Runs a process in the mount namespace and cgroup of an app.
  record Exec(String app, GuestProcess process) implements GuestCommand {
    public Exec {
      Check.appName("app", app);
    }

    @Override
    public String name() {
      return "exec";
    }

    @Override
    public String object() {
      return app;
    }
  }

  /// Runs a process in stage2's own context, outside all apps.
  record ExecInGuest(GuestProcess process) implements GuestCommand {
    @Override
    public String name() {
      return "exec";
    }

    @Override
    public String object() {
      return "";
    }
  }

  /// Sends a signal to main of an app.
  record Signal(String app, int signal) implements GuestCommand {
    public Signal {
      Check.appName("app", app);
      Check.range("signal", signal, 1, MAX_SIGNAL);
    }

    @Override
    public String name() {
      return "signal";
    }

    @Override
    public String object() {
      return app;
    }
  }

  /// Sends a signal to the process of an exec, or to its process group when it has a terminal.
  ///
  /// @param exec id of the command that started it
  record SignalExec(int exec, int signal) implements GuestCommand {
    public SignalExec {
      Check.range("exec", exec, 1, Integer.MAX_VALUE);
      Check.range("signal", signal, 1, MAX_SIGNAL);
    }

    @Override
    public String name() {
      return "signal";
    }

    @Override
    public String object() {
      return Integer.toString(exec);
    }
  }

  /// SIGTERM to main of the app, after the grace time SIGKILL to its cgroup.
  record Stop(String app, Duration grace) implements GuestCommand {
    public Stop {
      Check.appName("app", app);
      checkGrace(grace);
    }

    @Override
    public String name() {
      return "stop";
    }

    @Override
    public String object() {
      return app;
    }
  }

  /// Adds an app to the running pod and starts it.
  record Start(GuestApp app) implements GuestCommand {
    @Override
    public String name() {
      return "start";
    }

    @Override
    public String object() {
      return app.name();
    }
  }

  /// Sets the window size of a terminal.
  record Resize(int stream, int rows, int cols) implements GuestCommand {
    public Resize {
      Check.range("stream", stream, 1, Integer.MAX_VALUE);
      Check.range("rows", rows, 0, 0xFFFF);
      Check.range("cols", cols, 0, 0xFFFF);
    }

    @Override
    public String name() {
      return "resize";
    }

    @Override
    public String object() {
      return Integer.toString(stream);
    }
  }

  /// Ends every process, then the guest. A second one with a shorter grace shortens the first.
  record Shutdown(Duration grace) implements GuestCommand {
    public Shutdown {
      checkGrace(grace);
    }

    @Override
    public String name() {
      return "shutdown";
    }

    @Override
    public String object() {
      return "";
    }
  }

  private static void checkGrace(Duration grace) {
    Check.range("grace_ms", grace.toMillis(), 0, Integer.MAX_VALUE);
  }
}
