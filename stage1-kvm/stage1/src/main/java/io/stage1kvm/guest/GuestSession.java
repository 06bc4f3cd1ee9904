package io.stage1kvm.guest;

import io.stage1kvm.guest.channel.FrameChannel;
import io.stage1kvm.guest.channel.IncomingStream;
import io.stage1kvm.guest.channel.OutgoingStream;
import io.stage1kvm.guest.channel.StreamSink;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.json.CommandJson;
import io.stage1kvm.guest.json.PlanJson;
import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestCommand;
import io.stage1kvm.guest.message.GuestHello;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The host's end of the conversation with stage2: answers the hello, sends the plan and commands,
/// carries
/// the streams of processes, reports events. Thread-safe; no method but the `await…` ones blocks.
///
/// The streams of a process are opened before the guest learns of it: a number from [#newStream],
/// then
/// [#openInput] for its standard input and [#openOutput] for the others, both for a terminal. They
/// are closed with the process: after its event writes fail, and each sink gets what has come and
/// then the
/// end.
///
/// However the session ends, everybody who waits gets a [GuestSessionException], and the listener
/// is told
/// once.
public final class GuestSession implements AutoCloseable {
  /// Futures are completed on threads of their own: what callers hang on them may block.
  static final Executor COMPLETIONS =
      task -> Thread.ofPlatform().daemon().name("guest-completion").start(task);

  private final FrameChannel channel;
  private final AppLedger apps = new AppLedger();
  private final Commands commands = new Commands();
  private final AtomicBoolean planned = new AtomicBoolean();
  private final CompletableFuture<GuestHello> hello = new CompletableFuture<>();

  private GuestSession(FrameChannel channel) {
    this.channel = channel;
  }

  /// Begins to talk.
  ///
  /// @param in of a connection whose close wakes a blocked read, as a socket's does; closed with
  /// the
  ///     session
  /// @param out closed with the session
  public static GuestSession open(InputStream in, OutputStream out, GuestListener listener) {
    FrameChannel channel = new FrameChannel("guest", in, out, FrameType.FROM_GUEST);
    GuestSession session = new GuestSession(channel);
    Dispatcher dispatcher = new Dispatcher(listener, channel::close);
    dispatcher.start();
    channel.start(
        new GuestInbox(channel, session.apps, session.commands, session.hello, dispatcher));
    return session;
  }

  /// Waits for the guest's hello, which is answered by then.
  public GuestHello awaitHello(Duration time) throws GuestSessionException, InterruptedException {
    try {
      return hello.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw GuestSessionException.timeout("the guest's hello", time);
    } catch (ExecutionException e) {
      throw reason(e);
    }
  }

  /// A stream number that was never used in this session.
  public int newStream() {
    return channel.newStream();
  }

  /// Opens a stream from the host to a process.
  public OutgoingStream openInput(int stream) throws GuestSessionException {
    return channel.openOutgoing(stream);
  }

  /// Opens a stream from a process to the host.
  public IncomingStream openOutput(int stream, StreamSink sink) throws GuestSessionException {
    return channel.openIncoming(stream, sink);
  }

  /// Sends the plan; once, after [#awaitHello].
  public void start(GuestPlan plan) throws GuestSessionException {
    if (!hello.isDone()) {
      throw new IllegalStateException("plan must be sent after the guest's hello");
    }
    for (GuestApp app : plan.apps()) {
      requireStreams(app);
    }
    if (!planned.compareAndSet(false, true)) {
      throw new IllegalStateException("plan must be sent once");
    }
    plan.apps().forEach(apps::add);
    channel.send(FrameType.PLAN, PlanJson.write(plan));
  }

  /// Adds an app to the running pod and starts it.
  public CompletableFuture<Void> startApp(GuestApp app) throws GuestSessionException {
    GuestCommand command = new GuestCommand.Start(app);
    requireStreams(app);
    if (!apps.add(app)) {
      throw GuestSessionException.refused(command, "an app of this name has not ended");
    }
    try {
      return send(command);
    } catch (GuestSessionException e) {
      apps.remove(app);
      throw e;
    }
  }

  /// Runs a process in an app.
  public GuestExec exec(String app, GuestProcess process) throws GuestSessionException {
    return exec(new GuestCommand.Exec(app, process), process);
  }

  /// Runs a process in stage2's own context, outside all apps.
  public GuestExec execInGuest(GuestProcess process) throws GuestSessionException {
    return exec(new GuestCommand.ExecInGuest(process), process);
  }

  /// Sends a signal to main of an app.
  public CompletableFuture<Void> signal(String app, int signal) throws GuestSessionException {
    return send(new GuestCommand.Signal(app, signal));
  }

  /// SIGTERM to main of an app, after the grace time SIGKILL to its cgroup.
  public CompletableFuture<Void> stop(String app, Duration grace) throws GuestSessionException {
    return send(new GuestCommand.Stop(app, grace));
  }

  /// Tells the window size of a terminal.
  public CompletableFuture<Void> resize(int stream, int rows, int cols)
      throws GuestSessionException {
    return send(new GuestCommand.Resize(stream, rows, cols));
  }

  /// Ends every process, then the guest; the event `stopped` comes last.
  public CompletableFuture<Void> shutdown(Duration grace) throws GuestSessionException {
    return send(new GuestCommand.Shutdown(grace));
  }

  /// Ends the session; idempotent.
  @Override
  public void close() {
    channel.close();
  }

  /// Waits for a future of a session, such as the reply to a command.
  public static <T> T await(CompletableFuture<T> future)
      throws GuestSessionException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw reason(e);
    }
  }

  CompletableFuture<Void> send(GuestCommand command) throws GuestSessionException {
    int id = commands.nextId();
    CompletableFuture<Void> reply = commands.add(id, command).reply();
    transmit(id, command);
    return reply;
  }

  private GuestExec exec(GuestCommand command, GuestProcess process) throws GuestSessionException {
    GuestExec exec = new GuestExec(this, commands.nextId(), process, requireStreams(process));
    commands.add(exec, command);
    transmit(exec.id(), command);
    return exec;
  }

  private void transmit(int id, GuestCommand command) throws GuestSessionException {
    try {
      channel.send(FrameType.COMMAND, CommandJson.write(id, command));
    } catch (GuestSessionException e) {
      commands.remove(id);
      throw e;
    }
  }

  private void requireStreams(GuestApp app) throws GuestSessionException {
    for (GuestProcess process : app.processes()) {
      requireStreams(process);
    }
  }

  private List<IncomingStream> requireStreams(GuestProcess process) throws GuestSessionException {
    return channel.requireOpen(process.stdio().inputs(), process.stdio().outputs());
  }

  private static GuestSessionException reason(ExecutionException e) {
    if (e.getCause() instanceof GuestSessionException cause) {
      return cause.again();
    }
    throw new IllegalStateException(e.getCause());
  }
}
