package io.stage1kvm.guest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.guest.Connection;
import io.stage1kvm.guest.RecordingSink;
import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.frame.FrameWriter;
import io.stage1kvm.guest.message.GuestSessionException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A channel and a peer that writes whatever frames it likes.
@Timeout(60)
final class HostilePeerTest {
  private final RecordingHandler handler = new RecordingHandler();
  private Connection peer;
  private FrameChannel channel;

  @BeforeEach
  void connect() throws IOException {
    Connection.Pair pair = Connection.pair();
    peer = pair.guest();
    channel = new FrameChannel("host", pair.host().in(), pair.host().out(), FrameType.FROM_GUEST);
    channel.start(handler);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    peer.close();
  }

  @Test
  void endsWhenThePeerSendsBeyondItsCredit() throws Exception {
    channel.openIncoming(1, RecordingSink.blocked());
    for (int sent = 0; sent < Frame.WINDOW; sent += 32768) {
      send(Frame.data(1, new byte[32768]));
    }
    // the sink holds one piece, for which no credit was given
    send(Frame.data(1, new byte[1]));

    assertBroken("data of stream '1' must not exceed its credit of 0");
  }

  @Test
  void endsOnAStreamThatIsNotOpen() throws Exception {
    send(Frame.data(7, new byte[1]));

    assertBroken("stream '7' must be one that is open");
  }

  @Test
  void endsOnDataForAStreamOfTheOtherDirection() throws Exception {
    channel.openOutgoing(1);
    send(Frame.eof(1));

    assertBroken("stream '1' must be one that is open");
  }

  @Test
  void endsOnCreditForAStreamOfTheOtherDirection() throws Exception {
    channel.openIncoming(1, RecordingSink.open());
    send(Frame.credit(1, 1));

    assertBroken("stream '1' must be one that is open");
  }

  @Test
  void endsOnDataAfterTheEnd() throws Exception {
    channel.openIncoming(1, RecordingSink.open());
    send(Frame.eof(1), Frame.data(1, new byte[1]));

    assertBroken("stream '1' must not go on after its end");
  }

  @Test
  void endsOnASecondEnd() throws Exception {
    channel.openIncoming(1, RecordingSink.open());
    send(Frame.eof(1), Frame.eof(1));

    assertBroken("stream '1' must not end twice");
  }

  @Test
  void endsOnCreditAboveTheWindow() throws Exception {
    channel.openOutgoing(1);
    send(Frame.credit(1, 1));

    assertBroken("credit of stream '1' must not rise above 262144");
  }

  @Test
  void endsOnATypeOfTheOtherDirection() throws Exception {
    send(Frame.message(FrameType.PLAN, new byte[2]));

    assertBroken("frame type 'PLAN' must not be sent in this direction");
  }

  @Test
  void dropsWhatCrossesTheEndOfAProcess() throws Exception {
    RecordingSink sink = RecordingSink.open();
    IncomingStream in = channel.openIncoming(1, sink);
    channel.openOutgoing(1);
    send(Frame.data(1, "before".getBytes()));
    send(Frame.message(FrameType.EVENT, "exit".getBytes()));
    assertThat(handler.next()).isEqualTo("EVENT exit");
    channel.retire(1);
    in.closed().get(20, TimeUnit.SECONDS);
    send(Frame.data(1, "late".getBytes()), Frame.credit(1, 5), Frame.eof(1), Frame.eof(1));
    send(Frame.message(FrameType.EVENT, "next".getBytes()));

    assertThat(handler.next()).isEqualTo("EVENT next");
    assertThat(sink.text()).isEqualTo("before");
    assertThat(sink.hasEnded()).isTrue();
  }

  @Test
  void neverWaitsForAPeerThatDoesNotRead() throws Exception {
    for (int i = 0; i < 200; i++) {
      channel.send(FrameType.COMMAND, new byte[10_000]);
    }
    assertThat(channel.awaitSent(Duration.ofMillis(100))).isFalse();
    send(Frame.message(FrameType.EVENT, "heard".getBytes()));

    assertThat(handler.next()).isEqualTo("EVENT heard");
  }

  @Test
  void readsLastWordsOfAPeerThatReadsNoMore() throws Exception {
    send(Frame.message(FrameType.EVENT, "stopped".getBytes()));
    peer.close();
    channel.send(FrameType.COMMAND, new byte[2]);

    assertThat(handler.next()).isEqualTo("EVENT stopped");
    assertThat(handler.end().kind()).isIn(Kind.PEER_CLOSED, Kind.IO);
  }

  private void assertBroken(String detail) throws InterruptedException {
    assertThat(handler.end())
        .hasMessage("cannot go on with the session: the peer broke the protocol: " + detail);
    assertThat(handler.endedAgain()).isFalse();
  }

  private void send(Frame... frames) throws IOException {
    FrameWriter writer = new FrameWriter(peer.out());
    for (Frame frame : frames) {
      writer.write(frame);
    }
    writer.flush();
  }
}
