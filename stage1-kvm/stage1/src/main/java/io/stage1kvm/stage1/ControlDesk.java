package io.stage1kvm.stage1;

import io.stage1kvm.control.ControlAnswer;
import io.stage1kvm.control.ControlConnection;
import io.stage1kvm.control.ControlHandler;
import io.stage1kvm.control.ControlRequest;
import io.stage1kvm.guest.GuestExec;
import io.stage1kvm.guest.GuestSession;
import io.stage1kvm.guest.channel.StreamSink;
import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.guest.message.GuestStdio;
import io.stage1kvm.pod.EnteredProcess;
import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.pod.PodException;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Serves the clients of the control socket: runs programs in apps for `enter`, passes on `stop`.
final class ControlDesk implements ControlHandler {
  private static final int SIGHUP = 1;
  private static final int SIGKILL = 9;

  /// A program that a client runs, and its terminal's stream.
  private record Entered(GuestExec exec, Optional<Integer> terminal) {}

  private final PodDirectory pod;
  private final GuestPlan plan;
  private final GuestSession session;
  private final Consumer<Boolean> stop;
  private final Map<ControlConnection, Entered> entered = new ConcurrentHashMap<>();
  private volatile boolean open;

  /// @param stop asks for the pod's end; true means at once
  ControlDesk(PodDirectory pod, GuestPlan plan, GuestSession session, Consumer<Boolean> stop) {
    this.pod = pod;
    this.plan = plan;
    this.session = session;
    this.stop = stop;
  }

  /// From now on programs can be run: the guest has its plan.
  void open() {
    open = true;
  }

  @Override
  public void request(ControlConnection client, ControlRequest request)
      throws GuestSessionException {
    switch (request) {
      case ControlRequest.Enter enter -> {
        try {
          enter(client, enter);
        } catch (PodException e) {
          client.finish(new ControlAnswer.Failed(e.getMessage(), 127));
        } catch (IllegalArgumentException e) {
          client.finish(new ControlAnswer.Refused(e.getMessage()));
        }
      }
      case ControlRequest.Resize size -> resize(client, size.rows(), size.columns());
      case ControlRequest.Stop asked -> {
        stop.accept(asked.force());
        client.finish(new ControlAnswer.Accepted());
      }
    }
  }

  private void enter(ControlConnection client, ControlRequest.Enter request)
      throws GuestSessionException, PodException {
    if (!open) {
      client.finish(new ControlAnswer.Refused("the pod is starting"));
      return;
    }
    Optional<GuestApp> app = Optional.empty();
    if (request.app().isPresent()) {
      String name = request.app().get();
      app = plan.apps().stream().filter(a -> a.name().equals(name)).findFirst();
      if (app.isEmpty()) {
        client.finish(new ControlAnswer.Refused("there is no app '" + name + "' in the pod"));
        return;
      }
    }
    GuestStdio stdio = stdio(request);
    Optional<String> term = request.terminal().map(ControlRequest.Terminal::term);
    GuestProcess process =
        app.isPresent()
            ? EnteredProcess.in(pod, app.get(), request.argv(), term, stdio)
            : EnteredProcess.outside(request.argv(), term, stdio);
    connect(client, stdio);
    GuestExec exec =
        app.isPresent() ? session.exec(app.get().name(), process) : session.execInGuest(process);
    Optional<Integer> terminal =
        stdio instanceof GuestStdio.Tty tty ? Optional.of(tty.stream()) : Optional.empty();
    entered.put(client, new Entered(exec, terminal));
    client.answer(new ControlAnswer.Accepted());
    exec.exit().whenComplete((event, failure) -> answer(client, event, failure));
  }

  private GuestStdio stdio(ControlRequest.Enter request) {
    return request
        .terminal()
        .<GuestStdio>map(t -> new GuestStdio.Tty(session.newStream(), t.rows(), t.columns()))
        .orElseGet(
            () ->
                new GuestStdio.Pipes(
                    session.newStream(), session.newStream(), session.newStream()));
  }

  /// Joins the client's streams and the program's: bytes go through unchanged, at the speed of the
  /// slower side.
  private void connect(ControlConnection client, GuestStdio stdio) throws GuestSessionException {
    switch (stdio) {
      case GuestStdio.Tty tty -> {
        session.openOutput(tty.stream(), StreamSink.closing(client.output(ControlRequest.STDOUT)));
        client.input(StreamSink.closing(session.openInput(tty.stream())));
      }
      case GuestStdio.Pipes pipes -> {
        session.openOutput(
            pipes.stdout(), StreamSink.closing(client.output(ControlRequest.STDOUT)));
        session.openOutput(
            pipes.stderr(), StreamSink.closing(client.output(ControlRequest.STDERR)));
        client.input(StreamSink.closing(session.openInput(pipes.stdin())));
      }
    }
  }

  private void answer(ControlConnection client, GuestEvent.OfExec event, Throwable failure) {
    entered.remove(client);
    if (failure != null) {
      client.finish(new ControlAnswer.Refused(failure.getMessage()));
      return;
    }
    client.finish(
        switch (event) {
          case GuestEvent.ExecExited exited ->
              new ControlAnswer.Exited(
                  exited.signal() == 0 ? exited.status() : 128 + exited.signal());
          case GuestEvent.ExecFailed failed ->
              new ControlAnswer.Failed(
                  "cannot run: "
                      + new SyscallException(
                              failed.step() + " '" + failed.object() + "'", failed.errno())
                          .getMessage(),
                  failed.errno() == Errno.ENOENT ? 127 : 126);
        });
  }

  private void resize(ControlConnection client, int rows, int columns)
      throws GuestSessionException {
    Entered program = entered.get(client);
    if (program != null && program.terminal().isPresent()) {
      session.resize(program.terminal().get(), rows, columns);
    }
  }

  /// As when a terminal is closed: the program is told, and ended if it has none to tell it by.
  @Override
  public void gone(ControlConnection client) {
    Entered program = entered.remove(client);
    if (program == null) {
      return;
    }
    try {
      program.exec().signal(program.terminal().isPresent() ? SIGHUP : SIGKILL);
    } catch (GuestSessionException e) {
      return; // the session has ended, and the program with it
    }
  }
}
