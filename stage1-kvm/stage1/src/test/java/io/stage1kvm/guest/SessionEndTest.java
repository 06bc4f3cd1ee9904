package io.stage1kvm.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.guest.message.GuestSessionException.Kind;
import io.stage1kvm.guest.message.GuestStdio;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a session ends, and what a guest may not say.
@Timeout(60)
final class SessionEndTest {
  @Test
  void tellsEverybodyWhoWaits() throws Exception {
    try (SessionFixture pod = new SessionFixture().started()) {
      GuestExec exec = pod.session.execInGuest(SessionFixture.process(GuestStdio.Pipes.NONE));
      CompletableFuture<Void> reply = pod.session.signal("redis", 15);
      // a socket that is closed with unread bytes resets the connection instead
      pod.guest.expect(FrameType.COMMAND);
      pod.guest.expect(FrameType.COMMAND);
      pod.guest.close();

      String message = "cannot go on with the session: the peer closed it";
      assertThatThrownBy(exec::awaitExit).hasMessage(message);
      assertThatThrownBy(() -> GuestSession.await(reply)).hasMessage(message);
      assertThat(pod.listener.next()).isInstanceOf(GuestSessionException.class);
      assertThat(pod.listener.isQuiet()).isTrue();
      assertThatThrownBy(() -> pod.session.signal("redis", 15)).hasMessage(message);
      assertThatThrownBy(() -> pod.session.openInput(99)).hasMessage(message);
      assertThatThrownBy(() -> pod.output.closed().get(20, TimeUnit.SECONDS))
          .hasRootCauseMessage(message);
    }
  }

  @Test
  void tellsWhoWaitsForTheHello() throws Exception {
    try (SessionFixture pod = new SessionFixture()) {
      pod.guest.close();

      assertThatThrownBy(() -> pod.session.awaitHello(Duration.ofSeconds(20)))
          .isInstanceOf(GuestSessionException.class)
          .extracting("kind")
          .isEqualTo(Kind.PEER_CLOSED);
    }
  }

  @Test
  void refusesAGuestOfAnotherVersion() throws Exception {
    try (SessionFixture pod = new SessionFixture()) {
      pod.guest.say(FrameType.HELLO, "{'version':2}");

      assertThatThrownBy(() -> pod.session.awaitHello(Duration.ofSeconds(20)))
          .hasMessage(
              "cannot go on with the session: the peer broke the protocol: version '2' must be 1");
    }
  }

  @Test
  void deliversEventsBeforeTheEnd() throws Exception {
    try (SessionFixture pod = new SessionFixture().started()) {
      pod.guest.event("'stopped'");
      pod.guest.close();

      assertThat(pod.listener.next()).isEqualTo(new GuestEvent.Stopped());
      assertThat(pod.listener.next()).isInstanceOf(GuestSessionException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'started','app':'other','pid':1,'boot_ns':1",
        "'exited','app':'redis','status':0,'signal':0",
        "'handler','app':'redis','which':'pre_start','index':0,'status':0,'signal':0",
        "'handler','app':'redis','which':'post_stop','index':0,'status':0,'signal':0",
        "'exec_exited','id':1,'status':0,'signal':0",
        "'exec_failed','id':1,'step':'x','object':'y','errno':1,'status':1",
        "'rebooted'"
      })
  void endsOnEventsOfWhatIsNotThere(String event) throws Exception {
    try (SessionFixture pod = new SessionFixture().started()) {
      pod.guest.event(event);

      assertBroken(pod.listener.next());
    }
  }

  @Test
  void endsOnASecondStart() throws Exception {
    try (SessionFixture pod = new SessionFixture().started()) {
      pod.guest.event("'started','app':'redis','pid':1,'boot_ns':1");
      pod.guest.event("'started','app':'redis','pid':1,'boot_ns':1");
      pod.listener.next();

      assertBroken(pod.listener.next());
    }
  }

  @Test
  void endsOnAReplyToNothing() throws Exception {
    try (SessionFixture pod = new SessionFixture().started()) {
      pod.guest.done(1);

      assertBroken(pod.listener.next());
    }
  }

  @Test
  void endsOnASecondHello() throws Exception {
    try (SessionFixture pod = new SessionFixture().started()) {
      pod.guest.hello();

      assertBroken(pod.listener.next());
    }
  }

  @Test
  void endsOnAnEventBeforeTheHello() throws Exception {
    try (SessionFixture pod = new SessionFixture()) {
      pod.guest.event("'stopped'");

      assertBroken(pod.listener.next());
    }
  }

  @Test
  void letsTheListenerWaitForReplies() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Connection.Pair pair = Connection.pair();
    CompletableFuture<GuestSession> session = new CompletableFuture<>();
    try (FakeGuest guest = new FakeGuest(pair.guest());
        GuestSession opened =
            GuestSession.open(
                pair.host().in(),
                pair.host().out(),
                listener(
                    event -> {
                      GuestSession.await(session.get().shutdown(Duration.ZERO));
                      told.add("shut down");
                    }))) {
      session.complete(opened);
      guest.hello();
      guest.expect(FrameType.HELLO);
      guest.event("'stopped'");
      guest.done(guest.expect(FrameType.COMMAND).integer("id", 1, 9));

      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("shut down");
    }
  }

  @Test
  void endsWhenEventsComeFasterThanTheListenerTakesThem() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    BlockingQueue<GuestSessionException> ends = new LinkedBlockingQueue<>();
    Connection.Pair pair = Connection.pair();
    GuestListener slow =
        new GuestListener() {
          @Override
          public void event(GuestEvent event) {
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public void ended(GuestSessionException cause) {
            ends.add(cause);
          }
        };
    try (FakeGuest guest = new FakeGuest(pair.guest());
        GuestSession session = GuestSession.open(pair.host().in(), pair.host().out(), slow)) {
      guest.hello();
      session.awaitHello(Duration.ofSeconds(20));
      flood(guest);
      gate.countDown();

      assertBroken(ends.poll(20, TimeUnit.SECONDS));
    }
  }

  /// Until the host hangs up.
  private static void flood(FakeGuest guest) {
    try {
      while (true) {
        guest.event("'stopped'");
      }
    } catch (IOException e) {
      // hung up
    }
  }

  private static void assertBroken(Object told) {
    assertThat(told)
        .isInstanceOf(GuestSessionException.class)
        .extracting("kind")
        .isEqualTo(Kind.PROTOCOL);
  }

  private interface Reaction {
    void to(GuestEvent event) throws Exception;
  }

  private static GuestListener listener(Reaction reaction) {
    return new GuestListener() {
      @Override
      public void event(GuestEvent event) {
        try {
          reaction.to(event);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void ended(GuestSessionException cause) {
        // told to others in this test
      }
    };
  }
}
