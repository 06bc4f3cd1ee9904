package io.stage1kvm.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stage1kvm.guest.channel.IncomingStream;
import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.json.JsonFields;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.guest.message.GuestSessionException.Kind;
import io.stage1kvm.guest.message.GuestStdio;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GuestSessionTest {
  private SessionFixture pod;
  private GuestSession session;
  private FakeGuest guest;

  @BeforeEach
  void connect() throws Exception {
    pod = new SessionFixture();
    session = pod.session;
    guest = pod.guest;
  }

  @AfterEach
  void close() throws IOException {
    pod.close();
  }

  @Test
  void answersTheHelloWithTheTime() throws Exception {
    guest.hello();

    JsonFields answer = guest.expect(FrameType.HELLO);
    assertThat(answer.integer("version", 0, 9)).isEqualTo(1);
    long seconds = answer.integer("realtime_ns", 0, Long.MAX_VALUE) / 1_000_000_000;
    assertThat(seconds).isCloseTo(Instant.now().getEpochSecond(), within(60L));
    assertThat(session.awaitHello(Duration.ofSeconds(20)).kernel()).isEqualTo("6.12.43");
  }

  @Test
  void saysThatNoHelloCame() {
    assertThatThrownBy(() -> session.awaitHello(Duration.ofMillis(30)))
        .isInstanceOf(GuestSessionException.class)
        .hasMessage("cannot get the guest's hello: none came in 30 ms");
  }

  @Test
  void carriesAnAppFromStartToExit() throws Exception {
    pod.started();
    guest.event("'started','app':'redis','pid':17,'boot_ns':5");
    pod.stdin.write("ping".getBytes());
    assertThat(new String(guest.frame().payload())).isEqualTo("ping");
    guest.data(2, "po");
    guest.data(2, "ng");
    guest.data(3, "warning");
    guest.event("'exited','app':'redis','status':3,'signal':0");

    assertThat(pod.listener.next()).isEqualTo(new GuestEvent.Started("redis", 17, 5));
    assertThat(pod.listener.next()).isEqualTo(new GuestEvent.Exited("redis", 3, 0));
    pod.output.closed().get(20, TimeUnit.SECONDS);
    assertThat(pod.stdout.text()).isEqualTo("pong");
    assertThat(pod.stdout.hasEnded()).isTrue();
    assertThatThrownBy(() -> pod.stdin.write(1))
        .hasMessage("cannot write to stream '1': its process has ended");
  }

  @Test
  void dropsFramesThatCrossTheExit() throws Exception {
    pod.started();
    guest.event("'failed','app':'redis','step':'exec','object':'/bin/x','errno':2,'status':203");
    guest.data(2, "late");
    guest.send(Frame.credit(1, 5));
    guest.event("'stopped'");

    assertThat(pod.listener.next())
        .isEqualTo(new GuestEvent.Failed("redis", "exec", "/bin/x", 2, 203));
    assertThat(pod.listener.next()).isEqualTo(new GuestEvent.Stopped());
    assertThat(pod.stdout.text()).isEmpty();
  }

  @Test
  void startsAnAppAgainWhenItHasEnded() throws Exception {
    pod.started();
    assertThatThrownBy(() -> session.startApp(SessionFixture.app("redis", pod.openStreams())))
        .hasMessage("cannot start 'redis': an app of this name has not ended");
    guest.event("'failed','app':'redis','step':'cwd','object':'/x','errno':2,'status':200");
    pod.listener.next();
    CompletableFuture<Void> reply =
        session.startApp(SessionFixture.app("redis", pod.openStreams()));
    guest.done(guest.expect(FrameType.COMMAND).integer("id", 1, 99));
    GuestSession.await(reply);
    guest.event("'started','app':'redis','pid':18,'boot_ns':6");

    assertThat(pod.listener.next()).isEqualTo(new GuestEvent.Started("redis", 18, 6));
  }

  @Test
  void forgetsAnAppThatTheGuestRefused() throws Exception {
    pod.started();
    for (int round = 0; round < 2; round++) {
      CompletableFuture<Void> reply =
          session.startApp(SessionFixture.app("web", pod.openStreams()));
      guest.refuse(guest.expect(FrameType.COMMAND).integer("id", 1, 99), "no memory");
      assertThatThrownBy(() -> GuestSession.await(reply))
          .isInstanceOf(GuestSessionException.class)
          .hasMessage("cannot start 'web': no memory");
      assertThatThrownBy(() -> pod.stdin.write(1)).hasMessageContaining("its process has ended");
    }
  }

  @Test
  void tellsTheExitOfAnExecAfterItsOutputWasTaken() throws Exception {
    pod.started();
    RecordingSink slow = RecordingSink.blocked();
    GuestExec exec = session.exec("redis", SessionFixture.process(pipes(slow)));
    JsonFields command = guest.expect(FrameType.COMMAND);
    assertThat(command.text("cmd")).isEqualTo("exec");
    assertThat(command.text("app")).isEqualTo("redis");
    guest.done(exec.id());
    guest.data(4, "all of it");
    guest.event("'exec_exited','id':" + exec.id() + ",'status':7,'signal':0");

    GuestEvent.ExecExited exited = new GuestEvent.ExecExited(exec.id(), 7, 0);
    assertThat(pod.listener.next()).isEqualTo(exited);
    assertThat(exec.exit()).isNotDone();
    slow.release();
    assertThat(exec.awaitExit()).isEqualTo(exited);
    assertThat(slow.text()).isEqualTo("all of it");
  }

  @Test
  void signalsAnExec() throws Exception {
    pod.started();
    GuestExec exec = session.execInGuest(SessionFixture.process(GuestStdio.Pipes.NONE));
    assertThat(guest.expect(FrameType.COMMAND).has("app")).isFalse();
    exec.signal(15);
    JsonFields signal = guest.expect(FrameType.COMMAND);

    assertThat(signal.integer("exec", 1, 99)).isEqualTo(exec.id());
    assertThat(signal.integer("signal", 1, 64)).isEqualTo(15);
  }

  @Test
  void saysWhyAnExecWasRefused() throws Exception {
    pod.started();
    RecordingSink sink = RecordingSink.open();
    GuestExec exec = session.exec("redis", SessionFixture.process(pipes(sink)));
    guest.expect(FrameType.COMMAND);
    guest.refuse(exec.id(), "the app has ended");

    assertThatThrownBy(exec::awaitExit)
        .isInstanceOf(GuestSessionException.class)
        .hasMessage("cannot exec 'redis': the app has ended")
        .extracting("kind")
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void sendsTheOtherCommands() throws Exception {
    pod.started();
    List<CompletableFuture<Void>> replies =
        List.of(
            session.signal("redis", 1),
            session.stop("redis", Duration.ofSeconds(1)),
            session.resize(1, 24, 80),
            session.shutdown(Duration.ZERO));
    for (String name : List.of("signal", "stop", "resize", "shutdown")) {
      JsonFields command = guest.expect(FrameType.COMMAND);
      assertThat(command.text("cmd")).isEqualTo(name);
      guest.done(command.integer("id", 1, 99));
    }

    for (CompletableFuture<Void> reply : replies) {
      GuestSession.await(reply);
    }
  }

  @Test
  void refusesAPlanWhoseStreamsAreNotOpen() throws Exception {
    guest.hello();
    session.awaitHello(Duration.ofSeconds(20));
    GuestPlan plan =
        new GuestPlan(
            "pod", List.of(), List.of(SessionFixture.app("a", new GuestStdio.Tty(1, 1, 1))));

    assertThatThrownBy(() -> session.start(plan))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("streams '[1]' to and '[1]' from the peer must be open");
  }

  @Test
  void refusesASecondPlan() throws Exception {
    pod.started();

    assertThatThrownBy(() -> session.start(new GuestPlan("pod", List.of(), List.of())))
        .hasMessage("plan must be sent once");
  }

  private GuestStdio.Pipes pipes(RecordingSink sink) throws GuestSessionException {
    int stdout = session.newStream();
    IncomingStream unused = session.openOutput(stdout, sink);
    assertThat(unused.closed()).isNotDone();
    return new GuestStdio.Pipes(0, stdout, 0);
  }
}
