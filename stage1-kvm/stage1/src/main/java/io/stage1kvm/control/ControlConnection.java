package io.stage1kvm.control;

import io.stage1kvm.guest.channel.FrameChannel;
import io.stage1kvm.guest.channel.FrameHandler;
import io.stage1kvm.guest.channel.IncomingStream;
import io.stage1kvm.guest.channel.OutgoingStream;
import io.stage1kvm.guest.channel.StreamSink;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// The supervisor's end of one client's connection.
public final class ControlConnection implements AutoCloseable {
  private static final Set<FrameType> ACCEPTED =
      EnumSet.of(FrameType.COMMAND, FrameType.DATA, FrameType.EOF, FrameType.CREDIT);

  /// How long a client may take for the last answer.
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final FrameChannel channel;

  ControlConnection(SocketChannel socket) throws IOException {
    this.channel =
        new FrameChannel(
            "control", Channels.newInputStream(socket), Channels.newOutputStream(socket), ACCEPTED);
  }

  void start(ControlHandler handler) {
    channel.start(
        new FrameHandler() {
          @Override
          public void message(FrameType type, byte[] json) throws GuestSessionException {
            handler.request(ControlConnection.this, ControlJson.readRequest(json));
          }

          @Override
          public void ended(GuestSessionException cause) {
            handler.gone(ControlConnection.this);
          }
        });
  }

  /// Takes what the client sends to the program's standard input.
  public IncomingStream input(StreamSink sink) throws GuestSessionException {
    return channel.openIncoming(ControlRequest.STDIN, sink);
  }

  /// Gives the client what the program writes: [ControlRequest#STDOUT] or [ControlRequest#STDERR].
  public OutgoingStream output(int stream) throws GuestSessionException {
    return channel.openOutgoing(stream);
  }

  /// Sends an answer; a client that has gone does not miss it.
  public void answer(ControlAnswer answer) {
    try {
      channel.send(FrameType.EVENT, ControlJson.write(answer));
    } catch (GuestSessionException e) {
      throw new IllegalStateException(e); // our own answers are small
    }
  }

  /// Sends the last answer and closes when the client has it.
  public void finish(ControlAnswer last) {
    answer(last);
    Thread.ofVirtual()
        .start(
            () -> {
              try (channel) {
                channel.awaitSent(LAST_WORDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public void close() {
    channel.close();
  }
}
