package io.stage1kvm.control;

import io.stage1kvm.guest.channel.FrameChannel;
import io.stage1kvm.guest.channel.FrameHandler;
import io.stage1kvm.guest.channel.OutgoingStream;
import io.stage1kvm.guest.channel.StreamSink;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A client's end of a connection to a pod's supervisor.
public final class ControlClient implements AutoCloseable {
  private static final Set<FrameType> ACCEPTED =
      EnumSet.of(FrameType.EVENT, FrameType.DATA, FrameType.EOF, FrameType.CREDIT);

  private final FrameChannel channel;

  /// Empty: the connection has ended.
  private final BlockingQueue<Optional<ControlAnswer>> answers = new LinkedBlockingQueue<>();

  private ControlClient(FrameChannel channel) {
    this.channel = channel;
  }

  /// @throws IOException when no supervisor listens
  public static ControlClient connect(Path socket) throws IOException {
    SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    ControlClient client =
        new ControlClient(
            new FrameChannel(
                "control",
                Channels.newInputStream(connection),
                Channels.newOutputStream(connection),
                ACCEPTED));
    client.start();
    return client;
  }

  private void start() {
    channel.start(
        new FrameHandler() {
          @Override
          public void message(FrameType type, byte[] json) throws GuestSessionException {
            answers.add(Optional.of(ControlJson.readAnswer(json)));
          }

          @Override
          public void ended(GuestSessionException cause) {
            answers.add(Optional.empty());
          }
        });
  }

  /// Takes what the program writes to a stream; to be called before the request is sent.
  public void output(int stream, StreamSink sink) throws GuestSessionException {
    channel.openIncoming(stream, sink);
  }

  /// The program's standard input.
  public OutgoingStream input() throws GuestSessionException {
    return channel.openOutgoing(ControlRequest.STDIN);
  }

  /// Sends a request.
  public void send(ControlRequest request) throws GuestSessionException {
    channel.send(FrameType.COMMAND, ControlJson.write(request));
  }

  /// Waits for the next answer; empty when the supervisor has gone.
  public Optional<ControlAnswer> await() throws InterruptedException {
    return answers.take();
  }

  /// The same, for as long as that.
  ///
  /// @throws TimeoutException when nothing came in time
  public Optional<ControlAnswer> await(Duration longest)
      throws InterruptedException, TimeoutException {
    Optional<ControlAnswer> answer = answers.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    if (answer == null) {
      throw new TimeoutException("no answer in " + longest.toSeconds() + " s");
    }
    return answer;
  }

  @Override
  public void close() {
    channel.close();
  }
}
