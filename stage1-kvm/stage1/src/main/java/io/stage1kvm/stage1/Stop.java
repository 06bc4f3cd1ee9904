package io.stage1kvm.stage1;

import io.stage1kvm.control.ControlAnswer;
import io.stage1kvm.control.ControlClient;
import io.stage1kvm.control.ControlRequest;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.sys.Sys;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// The `stop` entrypoint: asks the pod's supervisor to end the pod, and returns when it has taken
/// the
/// request. With `--force` a supervisor that does not answer is killed.
final class Stop {
  private static final int SIGKILL = 9;

  /// What a supervisor may take to listen and to answer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Stop() {}

  static int main(List<String> arguments) throws Stage1Exception, InterruptedException {
    GoFlags flags = GoFlags.parse(arguments, Set.of("force", "debug"), Set.of());
    PodDirectory pod = PodDirectory.current();
    boolean force = flags.is("force");
    try (ControlClient client = connect(pod)) {
      client.send(new ControlRequest.Stop(force));
      Optional<ControlAnswer> answer = client.await(PATIENCE);
      if (answer.isPresent() && answer.get() instanceof ControlAnswer.Refused refused) {
        throw Stage1Exception.cannot("stop pod", refused.reason());
      }
      return 0;
    } catch (IOException | GuestSessionException | TimeoutException e) {
      if (!force) {
        throw Stage1Exception.cannot(
            "stop pod", "its supervisor does not answer: " + e.getMessage());
      }
      kill(pod);
      return 0;
    }
  }

  /// A pod that has only just been started does not listen yet.
  private static ControlClient connect(PodDirectory pod) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (Files.notExists(pod.controlSocket()) && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    return ControlClient.connect(pod.controlSocket());
  }

  private static void kill(PodDirectory pod) throws Stage1Exception {
    try {
      int pid = Integer.parseInt(Files.readString(pod.pid()).strip());
      Sys.processes().kill(pid, SIGKILL);
    } catch (IOException | NumberFormatException e) {
      throw Stage1Exception.cannot("kill pod", e);
    }
  }
}
