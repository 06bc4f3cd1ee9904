package io.stage1kvm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.channel.StreamSink;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ControlServerTest {
  @TempDir private Path directory;

  /// Gives each client back what it sends, and ends when it does.
  private static final class Echo implements ControlHandler {
    private final CountDownLatch gone = new CountDownLatch(1);

    @Override
    public void request(ControlConnection client, ControlRequest request)
        throws GuestSessionException {
      if (request instanceof ControlRequest.Stop) {
        client.finish(new ControlAnswer.Accepted());
        return;
      }
      var out = client.output(ControlRequest.STDOUT);
      client.output(ControlRequest.STDERR).close();
      client.input(
          new StreamSink() {
            @Override
            public void write(byte[] bytes) throws IOException {
              out.write(bytes);
            }

            @Override
            public void end() throws IOException {
              out.close();
              client.finish(new ControlAnswer.Exited(7));
            }
          });
      client.answer(new ControlAnswer.Accepted());
    }

    @Override
    public void gone(ControlConnection client) {
      gone.countDown();
    }
  }

  @Test
  void carriesBytesBothWaysUnchanged() throws Exception {
    Path socket = directory.resolve("control.sock");
    byte[] sent = new byte[1 << 20];
    new Random(1).nextBytes(sent);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    CountDownLatch ended = new CountDownLatch(1);
    try (ControlServer server = ControlServer.listen(socket, new Echo());
        ControlClient client = ControlClient.connect(socket)) {
      client.output(
          ControlRequest.STDOUT,
          new StreamSink() {
            @Override
            public void write(byte[] bytes) {
              received.writeBytes(bytes);
            }

            @Override
            public void end() {
              ended.countDown();
            }
          });
      client.output(ControlRequest.STDERR, bytes -> {});
      try (var input = client.input()) {
        client.send(new ControlRequest.Enter(Optional.empty(), List.of("x"), Optional.empty()));
        assertThat(client.await()).contains(new ControlAnswer.Accepted());
        input.write(sent);
      }
      assertThat(client.await()).contains(new ControlAnswer.Exited(7));
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(received.toByteArray()).isEqualTo(sent);
    }
  }

  @Test
  void letsOnlyRootConnectAndRemovesItsSocket() throws Exception {
    Path socket = directory.resolve("control.sock");
    try (ControlServer server = ControlServer.listen(socket, new Echo())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-------");
    }
    assertThat(socket).doesNotExist();
    assertThatThrownBy(() -> ControlClient.connect(socket)).isInstanceOf(IOException.class);
  }

  @Test
  void learnsThatAClientHasGone() throws Exception {
    Path socket = directory.resolve("control.sock");
    Echo echo = new Echo();
    try (ControlServer server = ControlServer.listen(socket, echo)) {
      ControlClient.connect(socket).close();
      assertThat(echo.gone.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tellsAClientThatThePodHasEnded() throws Exception {
    Path socket = directory.resolve("control.sock");
    try (ControlServer server = ControlServer.listen(socket, new Echo());
        ControlClient client = ControlClient.connect(socket)) {
      client.send(new ControlRequest.Stop(false));
      assertThat(client.await()).contains(new ControlAnswer.Accepted());
      assertThat(client.await()).isEmpty();
    }
  }
}
