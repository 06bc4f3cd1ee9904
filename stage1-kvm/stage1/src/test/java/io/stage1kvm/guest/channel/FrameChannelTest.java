package io.stage1kvm.guest.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.Connection;
import io.stage1kvm.guest.RecordingSink;
import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.guest.message.GuestSessionException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two channels that talk to each other.
@Timeout(60)
final class FrameChannelTest {
  private static final int MIB = 1024 * 1024;

  private final RecordingHandler hereHandler = new RecordingHandler();
  private final RecordingHandler thereHandler = new RecordingHandler();
  private FrameChannel here;
  private FrameChannel there;

  @BeforeEach
  void connect() throws IOException {
    Connection.Pair pair = Connection.pair();
    here = channel("here", pair.host());
    there = channel("there", pair.guest());
    here.start(hereHandler);
    there.start(thereHandler);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void carriesMessagesInOrderBothWays() throws Exception {
    here.send(FrameType.COMMAND, "{1}".getBytes());
    here.send(FrameType.COMMAND, "{2}".getBytes());
    there.send(FrameType.EVENT, "{3}".getBytes());

    assertThat(thereHandler.next()).isEqualTo("COMMAND {1}");
    assertThat(thereHandler.next()).isEqualTo("COMMAND {2}");
    assertThat(hereHandler.next()).isEqualTo("EVENT {3}");
  }

  @Test
  void carriesOneStreamInBothDirections() throws Exception {
    RecordingSink hereSink = RecordingSink.open();
    RecordingSink thereSink = RecordingSink.open();
    IncomingStream hereIn = here.openIncoming(1, hereSink);
    IncomingStream thereIn = there.openIncoming(1, thereSink);
    try (OutgoingStream toThere = here.openOutgoing(1);
        OutgoingStream toHere = there.openOutgoing(1)) {
      toThere.write("question".getBytes());
      toHere.write("answer".getBytes());
    }
    taken(hereIn);
    taken(thereIn);

    assertThat(thereSink.text()).isEqualTo("question");
    assertThat(hereSink.text()).isEqualTo("answer");
    assertThat(hereSink.hasEnded()).isTrue();
  }

  /// The bound: what was sent and not taken is one window and the piece in the sink's hands.
  @Test
  void holdsOneWindowForASlowSinkWhileAnotherStreamFlows() throws Exception {
    AtomicLong sent = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    AtomicLong most = new AtomicLong();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    IncomingStream slow =
        there.openIncoming(
            1,
            bytes -> {
              gate.join();
              most.accumulateAndGet(sent.get() - taken.get(), Math::max);
              taken.addAndGet(bytes.length);
            });
    OutgoingStream out = here.openOutgoing(1);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> pour(out, 100 * MIB, sent), this::thread);

    assertThat(flow(2, 20 * MIB)).isEqualTo(20 * MIB);
    assertThat(sent.get()).isBetween(1L, (long) Frame.WINDOW);
    assertThat(taken.get()).isZero();

    gate.complete(null);
    writer.get(50, TimeUnit.SECONDS);
    out.close();
    taken(slow);
    assertThat(taken.get()).isEqualTo(100L * MIB);
    assertThat(most.get()).isBetween(1L, 2L * Frame.WINDOW);
  }

  @Test
  void sendsMessagesAndCreditWhileAStreamWaitsForCredit() throws Exception {
    RecordingSink blocked = RecordingSink.blocked();
    there.openIncoming(1, blocked);
    OutgoingStream stdin = here.openOutgoing(1);
    CompletableFuture.runAsync(() -> pour(stdin, MIB, new AtomicLong()), this::thread);

    here.send(FrameType.COMMAND, "{}".getBytes());
    assertThat(thereHandler.next()).isEqualTo("COMMAND {}");
    assertThat(flowBack(2, 2 * MIB)).isEqualTo(2 * MIB);
    blocked.release();
  }

  @Test
  void failsAWriteThatWaitsWhenItsStreamIsClosedRetiredOrItsSessionEnds() throws Exception {
    for (int stream = 1; stream <= 3; stream++) {
      there.openIncoming(stream, RecordingSink.blocked());
    }
    CompletableFuture<String> closed = stalled(1);
    CompletableFuture<String> retired = stalled(2);
    CompletableFuture<String> ended = stalled(3);
    here.retire(2);
    assertThat(retired.get()).isEqualTo("cannot write to stream '2': its process has ended");
    here.close();
    assertThat(ended.get())
        .isEqualTo("cannot write to stream '3': cannot go on with the session: it was closed");
    assertThat(closed.get()).isEqualTo("cannot write to stream '1': it was closed");
  }

  @Test
  void refusesToWriteAfterClose() throws Exception {
    there.openIncoming(1, RecordingSink.open());
    OutgoingStream out = here.openOutgoing(1);
    out.close();
    out.close();

    assertThatThrownBy(() -> out.write(1))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write to stream '1': it was closed");
  }

  @Test
  void dropsTheRestWhenASinkFailsAndDoesNotHoldUpTheSender() throws Exception {
    IncomingStream in =
        there.openIncoming(
            1,
            bytes -> {
              throw new IOException("disk full");
            });
    try (OutgoingStream out = here.openOutgoing(1)) {
      pour(out, 2 * MIB, new AtomicLong());
    }

    assertThatThrownBy(() -> taken(in)).hasRootCauseMessage("disk full");
  }

  @Test
  void endsOnceAndTellsOpenStreams() throws Exception {
    RecordingSink sink = RecordingSink.open();
    IncomingStream in = here.openIncoming(1, sink);
    here.close();
    here.close();

    assertThat(hereHandler.end().kind()).isEqualTo(Kind.CLOSED);
    assertThat(hereHandler.endedAgain()).isFalse();
    assertThat(thereHandler.end().kind()).isEqualTo(Kind.PEER_CLOSED);
    assertThatThrownBy(() -> taken(in))
        .hasRootCauseMessage("cannot go on with the session: it was closed");
    assertThat(sink.hasEnded()).isTrue();
    assertThatThrownBy(() -> here.openOutgoing(2))
        .hasMessage("cannot go on with the session: it was closed");
  }

  @Test
  void deliversLastWordsThatWereSentBeforeClose() throws Exception {
    for (int i = 0; i < 100; i++) {
      here.send(FrameType.EVENT, new byte[10_000]);
    }
    here.send(FrameType.EVENT, "last".getBytes());
    assertThat(here.awaitSent(Duration.ofSeconds(20))).isTrue();
    here.close();

    for (int i = 0; i < 100; i++) {
      thereHandler.next();
    }
    assertThat(thereHandler.next()).isEqualTo("EVENT last");
  }

  @Test
  void refusesAMessageBeyondItsLimitAndGoesOn() throws Exception {
    assertThatThrownBy(() -> here.send(FrameType.PLAN, new byte[4 * MIB + 1]))
        .hasMessage("cannot send PLAN of 4194305 bytes: it must have at most 4194304");
    here.send(FrameType.PLAN, "{}".getBytes());

    assertThat(thereHandler.next()).isEqualTo("PLAN {}");
  }

  @Test
  void refusesANumberThatWasUsed() throws Exception {
    here.openOutgoing(1);
    here.retire(1);

    assertThatThrownBy(() -> here.openIncoming(1, RecordingSink.open()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stream '1' must be positive and used for the first time");
  }

  private CompletableFuture<String> stalled(int stream) throws Exception {
    OutgoingStream out = here.openOutgoing(stream);
    AtomicLong sent = new AtomicLong();
    CompletableFuture<String> failure = new CompletableFuture<>();
    thread(
        () -> {
          try {
            pour(out, MIB, sent);
            failure.complete("nothing");
          } catch (IllegalStateException e) {
            failure.complete(e.getCause().getMessage());
          }
        });
    while (sent.get() < Frame.WINDOW) {
      Thread.sleep(1);
    }
    if (stream == 1) {
      out.close();
    }
    return failure;
  }

  private int flow(int stream, int bytes) throws Exception {
    return flow(here, there, stream, bytes);
  }

  private int flowBack(int stream, int bytes) throws Exception {
    return flow(there, here, stream, bytes);
  }

  private static int flow(FrameChannel from, FrameChannel to, int stream, int bytes)
      throws Exception {
    RecordingSink sink = RecordingSink.open();
    IncomingStream in = to.openIncoming(stream, sink);
    try (OutgoingStream out = from.openOutgoing(stream)) {
      pour(out, bytes, new AtomicLong());
    }
    taken(in);
    return sink.size();
  }

  private static void pour(OutgoingStream out, int bytes, AtomicLong sent) {
    byte[] piece = new byte[8192];
    try {
      for (int left = bytes; left > 0; left -= piece.length) {
        out.write(piece);
        sent.addAndGet(piece.length);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void thread(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private static void taken(IncomingStream in) throws Exception {
    in.closed().get(50, TimeUnit.SECONDS);
  }

  private static FrameChannel channel(String name, Connection end) {
    return new FrameChannel(name, end.in(), end.out(), EnumSet.allOf(FrameType.class));
  }

  @Test
  @Timeout(20)
  void isNotHeldUpAtItsEndByAPipeThatNobodyReads() throws Exception {
    Process deaf = new ProcessBuilder("sleep", "60").start();
    try {
      FrameChannel channel =
          new FrameChannel(
              "deaf", deaf.getInputStream(), deaf.getOutputStream(), EnumSet.of(FrameType.EVENT));
      RecordingHandler handler = new RecordingHandler();
      channel.start(handler);
      channel.send(FrameType.PLAN, new byte[MIB]);
      assertThat(channel.awaitSent(Duration.ofMillis(300))).isFalse();
      channel.close();
      assertThat(handler.end().kind()).isEqualTo(Kind.CLOSED);
    } finally {
      deaf.destroyForcibly();
    }
  }

  @Test
  void endsWithAHandlerThatFails() throws Exception {
    Connection.Pair pair = Connection.pair();
    CompletableFuture<GuestSessionException> ended = new CompletableFuture<>();
    try (FrameChannel one = channel("one", pair.host());
        FrameChannel other = channel("other", pair.guest())) {
      one.start(
          new FrameHandler() {
            @Override
            public void message(FrameType type, byte[] json) {
              throw new IllegalArgumentException("unforeseen");
            }

            @Override
            public void ended(GuestSessionException cause) {
              ended.complete(cause);
            }
          });
      other.start(new RecordingHandler());
      other.send(FrameType.EVENT, "{}".getBytes());
      assertThat(ended.get(20, TimeUnit.SECONDS)).hasMessageContaining("unforeseen");
    }
  }
}
