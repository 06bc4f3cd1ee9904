package io.stage1kvm.guest;

import io.stage1kvm.guest.channel.FrameChannel;
import io.stage1kvm.guest.channel.FrameHandler;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.json.EventJson;
import io.stage1kvm.guest.json.HelloJson;
import io.stage1kvm.guest.json.ReplyJson;
import io.stage1kvm.guest.message.GuestCommand;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestHello;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.GuestReply;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.guest.message.HostHello;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What the guest says, checked against what it may say now. On the reader thread: nothing here
/// waits.
final class GuestInbox implements FrameHandler {
  private final FrameChannel channel;
  private final AppLedger apps;
  private final Commands commands;
  private final CompletableFuture<GuestHello> hello;
  private final Dispatcher dispatcher;

  GuestInbox(
      FrameChannel channel,
      AppLedger apps,
      Commands commands,
      CompletableFuture<GuestHello> hello,
      Dispatcher dispatcher) {
    this.channel = channel;
    this.apps = apps;
    this.commands = commands;
    this.hello = hello;
    this.dispatcher = dispatcher;
  }

  @Override
  public void message(FrameType type, byte[] json) throws GuestSessionException {
    if (hello.isDone() == (type == FrameType.HELLO)) {
      throw GuestSessionException.protocol("hello must come first and once");
    }
    switch (type) {
      case HELLO -> answer(HelloJson.read(json));
      case REPLY -> reply(ReplyJson.read(json));
      case EVENT -> event(EventJson.read(json));
      case PLAN, COMMAND, DATA, EOF, CREDIT ->
          throw new IllegalArgumentException("type '" + type + "' must be a message to the host");
    }
  }

  @Override
  public void ended(GuestSessionException cause) {
    hello.completeExceptionally(cause);
    List<CompletableFuture<?>> orphans = commands.endAll(cause);
    if (!orphans.isEmpty()) {
      GuestSession.COMPLETIONS.execute(
          () -> orphans.forEach(orphan -> orphan.completeExceptionally(cause)));
    }
    dispatcher.end(cause);
  }

  private void answer(GuestHello said) throws GuestSessionException {
    Instant now = Instant.now();
    long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    channel.send(FrameType.HELLO, HelloJson.write(new HostHello(GuestPlan.VERSION, nanos)));
    hello.complete(said);
  }

  private void reply(GuestReply reply) throws GuestSessionException {
    Commands.Pending settled = commands.settle(reply);
    switch (reply) {
      case GuestReply.Done done ->
          GuestSession.COMPLETIONS.execute(() -> settled.reply().complete(null));
      case GuestReply.Refused refused -> refuse(refused, settled);
    }
  }

  /// What the command would have started never lives.
  private void refuse(GuestReply.Refused refused, Commands.Pending settled) {
    GuestSessionException cause = GuestSessionException.refused(settled.command(), refused.error());
    if (settled.command() instanceof GuestCommand.Start start) {
      apps.remove(start.app());
      start.app().streams().forEach(channel::retire);
    }
    commands
        .refuse(refused.id())
        .ifPresent(
            exec -> {
              exec.process().stdio().streams().forEach(channel::retire);
              GuestSession.COMPLETIONS.execute(
                  () -> exec.completion().completeExceptionally(cause));
            });
    GuestSession.COMPLETIONS.execute(() -> settled.reply().completeExceptionally(cause));
  }

  private void event(GuestEvent event) throws GuestSessionException {
    switch (event) {
      case GuestEvent.OfApp e -> apps.apply(e).forEach(channel::retire);
      case GuestEvent.OfExec e -> {
        GuestExec exec = commands.finish(e);
        exec.process().stdio().streams().forEach(channel::retire);
        exec.finish(e);
      }
      case GuestEvent.Stopped e -> {}
    }
    dispatcher.add(event);
  }
}
