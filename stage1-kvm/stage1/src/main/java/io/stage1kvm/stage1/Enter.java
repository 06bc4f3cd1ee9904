package io.stage1kvm.stage1;

import io.stage1kvm.control.ControlAnswer;
import io.stage1kvm.control.ControlClient;
import io.stage1kvm.control.ControlRequest;
import io.stage1kvm.guest.channel.OutgoingStream;
import io.stage1kvm.guest.channel.StreamSink;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.sys.WindowSize;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// The `enter` entrypoint: runs a program in an app of a running pod, with our standard files or
/// our terminal, and
/// ends with its status. Without `--appname` it runs in the guest outside of all apps.
final class Enter {
  private final ControlClient client;
  private final Optional<WindowSize> window;
  private final CountDownLatch outputs;

  private Enter(ControlClient client, Optional<WindowSize> window) {
    this.client = client;
    this.window = window;
    this.outputs = new CountDownLatch(window.isPresent() ? 1 : 2);
  }

  static int main(List<String> arguments, Map<String, String> environment)
      throws Stage1Exception, InterruptedException {
    GoFlags flags = GoFlags.parse(arguments, Set.of("debug"), Set.of("pid", "appname"));
    List<String> argv = flags.positional().isEmpty() ? List.of("/bin/bash") : flags.positional();
    Optional<WindowSize> window = HostTerminal.size();
    Optional<ControlRequest.Terminal> terminal =
        window.map(
            w ->
                new ControlRequest.Terminal(
                    w.rows(), w.columns(), environment.getOrDefault("TERM", "vt100")));
    try (ControlClient client = ControlClient.connect(PodDirectory.current().controlSocket())) {
      return new Enter(client, window)
          .run(new ControlRequest.Enter(flags.value("appname"), argv, terminal));
    } catch (IOException | GuestSessionException e) {
      throw Stage1Exception.cannot(
          "enter pod", "its supervisor does not answer: " + e.getMessage());
    }
  }

  private int run(ControlRequest.Enter request)
      throws Stage1Exception, GuestSessionException, IOException, InterruptedException {
    client.output(ControlRequest.STDOUT, sink(FileDescriptor.out));
    if (window.isEmpty()) {
      client.output(ControlRequest.STDERR, sink(FileDescriptor.err));
    }
    OutgoingStream input = client.input();
    client.send(request);
    Optional<ControlAnswer> first = client.await();
    if (first.isEmpty() || !(first.get() instanceof ControlAnswer.Accepted)) {
      return last(first);
    }
    if (window.isEmpty()) {
      Pump.standardInputTo(input);
      return finish();
    }
    try (HostTerminal terminal = HostTerminal.raw(window.get(), this::resize)) {
      Pump.standardInputTo(input);
      return finish();
    }
  }

  private int finish() throws Stage1Exception, InterruptedException {
    Optional<ControlAnswer> answer = client.await();
    if (answer.isPresent()) {
      outputs.await();
    }
    return last(answer);
  }

  private static int last(Optional<ControlAnswer> answer) throws Stage1Exception {
    return switch (answer.orElse(new ControlAnswer.Refused("the pod has ended"))) {
      case ControlAnswer.Exited exited -> exited.status();
      case ControlAnswer.Failed failed -> {
        System.err.println("stage1-kvm: " + failed.reason());
        yield failed.status();
      }
      case ControlAnswer.Refused refused ->
          throw Stage1Exception.cannot("enter pod", refused.reason());
      case ControlAnswer.Accepted accepted ->
          throw Stage1Exception.cannot("enter pod", "answered twice");
    };
  }

  private void resize(WindowSize size) {
    try {
      client.send(new ControlRequest.Resize(size.rows(), size.columns()));
    } catch (GuestSessionException e) {
      throw new IllegalStateException(e); // a request of this size is never too large
    }
  }

  /// Writes to one of our own files; the program goes on when nobody reads it any more.
  private StreamSink sink(FileDescriptor file) {
    OutputStream out = new FileOutputStream(file);
    return new StreamSink() {
      @Override
      public void write(byte[] bytes) throws IOException {
        out.write(bytes);
      }

      @Override
      public void end() {
        outputs.countDown();
      }
    };
  }
}
