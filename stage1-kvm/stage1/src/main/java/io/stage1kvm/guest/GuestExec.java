package io.stage1kvm.guest;

import io.stage1kvm.guest.channel.IncomingStream;
import io.stage1kvm.guest.message.GuestCommand;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestSessionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A process that the command `exec` has started in the guest.
public final class GuestExec {
  private final GuestSession session;
  private final int id;
  private final GuestProcess process;
  private final List<IncomingStream> outputs;
  private final CompletableFuture<GuestEvent.OfExec> exit = new CompletableFuture<>();

  GuestExec(GuestSession session, int id, GuestProcess process, List<IncomingStream> outputs) {
    this.session = session;
    this.id = id;
    this.process = process;
    this.outputs = outputs;
  }

  public int id() {
    return id;
  }

  /// How it ended, when the sinks of its streams have taken all its output; a
  /// [GuestSessionException]
  /// when the guest refused the command or the session ended before.
  public CompletableFuture<GuestEvent.OfExec> exit() {
    return exit.copy();
  }

  /// Waits for [#exit].
  public GuestEvent.OfExec awaitExit() throws GuestSessionException, InterruptedException {
    return GuestSession.await(exit);
  }

  /// Sends a signal to the process, or to its process group when it has a terminal.
  public CompletableFuture<Void> signal(int signal) throws GuestSessionException {
    return session.send(new GuestCommand.SignalExec(id, signal));
  }

  GuestProcess process() {
    return process;
  }

  CompletableFuture<GuestEvent.OfExec> completion() {
    return exit;
  }

  /// Completes [#exit] once the output was taken, on whatever thread took the last of it.
  void finish(GuestEvent.OfExec event) {
    CompletableFuture<?>[] taken =
        outputs.stream()
            .map(output -> output.closed().handle((none, failure) -> true))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(taken)
        .whenCompleteAsync((none, failure) -> exit.complete(event), GuestSession.COMPLETIONS);
  }
}
