package io.stage1kvm.guest;

import io.stage1kvm.guest.channel.IncomingStream;
import io.stage1kvm.guest.channel.OutgoingStream;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestStdio;
import io.stage1kvm.guest.message.SeccompProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A session with a fake guest, and an app whose main has streams 1 to 3.
final class SessionFixture implements AutoCloseable {
  final RecordingListener listener = new RecordingListener();
  final RecordingSink stdout = RecordingSink.open();
  final RecordingSink stderr = RecordingSink.open();
  final FakeGuest guest;
  final GuestSession session;
  OutgoingStream stdin;
  IncomingStream output;

  SessionFixture() throws IOException {
    Connection.Pair pair = Connection.pair();
    guest = new FakeGuest(pair.guest());
    session = GuestSession.open(pair.host().in(), pair.host().out(), listener);
  }

  /// Says hello and sends the plan.
  SessionFixture started() throws Exception {
    guest.hello();
    session.awaitHello(Duration.ofSeconds(20));
    guest.expect(FrameType.HELLO);
    session.start(new GuestPlan("pod", List.of(), List.of(app("redis", openStreams()))));
    guest.expect(FrameType.PLAN);
    return this;
  }

  GuestStdio.Pipes openStreams() throws Exception {
    int in = session.newStream();
    int out = session.newStream();
    int err = session.newStream();
    stdin = session.openInput(in);
    output = session.openOutput(out, stdout);
    session.openOutput(err, stderr);
    return new GuestStdio.Pipes(in, out, err);
  }

  static GuestApp app(String name, GuestStdio stdio) {
    return new GuestApp(
        name,
        "/share/apps/" + name + "/rootfs",
        false,
        List.of(),
        List.of(),
        List.of(),
        process(stdio),
        List.of());
  }

  static GuestProcess process(GuestStdio stdio) {
    return new GuestProcess(
        "/bin/cat",
        List.of("cat"),
        List.of(),
        "/",
        0,
        0,
        List.of(),
        022,
        0,
        false,
        SeccompProgram.NONE,
        0,
        List.of(),
        stdio);
  }

  @Override
  public void close() throws IOException {
    session.close();
    guest.close();
  }
}
