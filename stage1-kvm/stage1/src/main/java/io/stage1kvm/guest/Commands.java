package io.stage1kvm.guest;

import io.stage1kvm.guest.message.GuestCommand;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestReply;
import io.stage1kvm.guest.message.GuestSessionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The commands that wait for their reply and the execs that wait for their end. Thread-safe.
final class Commands {
  /// @param reply completed by the caller of [#settle]
  record Pending(GuestCommand command, CompletableFuture<Void> reply) {}

  private final Map<Integer, Pending> pending = new HashMap<>();
  private final Map<Integer, GuestExec> execs = new HashMap<>();
  private int lastId;
  private Optional<GuestSessionException> end = Optional.empty();

  synchronized int nextId() {
    lastId = Math.incrementExact(lastId);
    return lastId;
  }

  /// @throws GuestSessionException when the session has ended
  synchronized Pending add(int id, GuestCommand command) throws GuestSessionException {
    if (end.isPresent()) {
      throw end.get().again();
    }
    Pending added = new Pending(command, new CompletableFuture<>());
    pending.put(id, added);
    return added;
  }

  /// @throws GuestSessionException when the session has ended
  synchronized Pending add(GuestExec exec, GuestCommand command) throws GuestSessionException {
    Pending added = add(exec.id(), command);
    execs.put(exec.id(), exec);
    return added;
  }

  /// Takes back a command that was not sent.
  synchronized void remove(int id) {
    pending.remove(id);
    execs.remove(id);
  }

  /// The command that this is the reply to.
  synchronized Pending settle(GuestReply reply) throws GuestSessionException {
    Pending settled = pending.remove(reply.id());
    if (settled == null) {
      throw GuestSessionException.protocol(
          "reply '" + reply.id() + "' must answer a command that waits");
    }
    return settled;
  }

  /// The exec that has ended.
  synchronized GuestExec finish(GuestEvent.OfExec event) throws GuestSessionException {
    GuestExec finished = execs.remove(event.id());
    if (finished == null) {
      throw GuestSessionException.protocol("exec '" + event.id() + "' must be one that runs");
    }
    return finished;
  }

  /// The exec whose command was refused; empty if the command was another.
  synchronized Optional<GuestExec> refuse(int id) {
    return Optional.ofNullable(execs.remove(id));
  }

  /// All futures that nobody will complete any more.
  synchronized List<CompletableFuture<?>> endAll(GuestSessionException cause) {
    end = Optional.of(cause);
    List<CompletableFuture<?>> orphans = new ArrayList<>();
    pending.values().forEach(command -> orphans.add(command.reply()));
    execs.values().forEach(exec -> orphans.add(exec.completion()));
    pending.clear();
    execs.clear();
    return orphans;
  }
}
