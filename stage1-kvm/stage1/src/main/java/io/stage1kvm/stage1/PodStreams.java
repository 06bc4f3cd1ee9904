package io.stage1kvm.stage1;

import io.stage1kvm.guest.GuestSession;
import io.stage1kvm.guest.channel.IncomingStream;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.guest.message.GuestStdio;
import io.stage1kvm.pod.AppStreams;
import io.stage1kvm.pod.PodPlan;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.WindowSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Joins the standard files of a pod's apps to their logs and to ours.
final class PodStreams {
  private final GuestSession session;
  private final AppLogs logs;
  private final AppReports reports;
  private final boolean interactive;
  private final Console out = new Console(new FileOutputStream(FileDescriptor.out));
  private final Console err = new Console(new FileOutputStream(FileDescriptor.err));
  private final List<IncomingStream> outputs = new ArrayList<>();

  PodStreams(GuestSession session, AppLogs logs, AppReports reports, boolean interactive) {
    this.session = session;
    this.logs = logs;
    this.reports = reports;
    this.interactive = interactive;
  }

  /// Opens the outputs of all processes of the plan; to be called before the plan is sent.
  void open(PodPlan plan) throws GuestSessionException, IOException {
    for (AppStreams streams : plan.streams()) {
      AppLog log = logs.of(streams.app());
      switch (streams.stdio()) {
        case GuestStdio.Tty tty ->
            output(tty.stream(), AppOutput.raw(keep(streams, log), "stdout", out));
        case GuestStdio.Pipes pipes -> {
          output(pipes.stdout(), sink(streams, log, "stdout", out));
          output(pipes.stderr(), sink(streams, log, "stderr", err));
        }
      }
    }
  }

  private void output(int stream, AppOutput sink) throws GuestSessionException {
    outputs.add(session.openOutput(stream, sink));
  }

  private AppOutput sink(AppStreams streams, AppLog log, String stream, Console console) {
    return interactive
        ? AppOutput.raw(keep(streams, log), stream, console)
        : AppOutput.prefixed(keep(streams, log), stream, console, streams.app(), pid(streams));
  }

  /// The first lines of main may come before the report of its start. A handler's lines must not
  /// wait for that: the app is started when the handler has ended, which it may not be able to
  /// when nobody takes what it writes.
  private LongSupplier pid(AppStreams streams) {
    CompletableFuture<Long> pid = reports.pid(streams.app());
    return streams.main() ? pid::join : () -> pid.getNow(0L);
  }

  private LogKeeper keep(AppStreams streams, AppLog log) {
    return new LogKeeper(log, failure -> reports.unlogged(streams.app(), failure));
  }

  /// Gives our standard input, and our terminal if it is one, to the interactive app.
  Optional<HostTerminal> foreground(PodPlan plan) throws GuestSessionException, SyscallException {
    for (AppStreams streams : plan.streams()) {
      switch (streams.stdio()) {
        case GuestStdio.Tty tty -> {
          Pump.standardInputTo(session.openInput(tty.stream()));
          return Optional.of(
              HostTerminal.raw(
                  new WindowSize(tty.rows(), tty.cols()), size -> resize(tty.stream(), size)));
        }
        case GuestStdio.Pipes pipes -> {
          if (pipes.stdin() != GuestStdio.NO_STREAM) {
            Pump.standardInputTo(session.openInput(pipes.stdin()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private void resize(int stream, WindowSize size) {
    try {
      session.resize(stream, size.rows(), size.columns());
    } catch (GuestSessionException e) {
      return; // the guest has gone: nobody looks at the window
    }
  }

  /// Waits until all that the apps have written was taken by whoever reads our output, or until
  /// that has taken too long.
  void drain(Duration longest) throws InterruptedException {
    CompletableFuture<?>[] taken =
        outputs.stream()
            .map(output -> output.closed().handle((none, failure) -> true))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(taken).get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return; // what nobody takes is in the logs
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // failures were handled
    }
  }
}
