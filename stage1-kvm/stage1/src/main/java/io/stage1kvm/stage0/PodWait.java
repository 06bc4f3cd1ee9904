package io.stage1kvm.stage0;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Waits for a pod to change. There is nobody to be told by, since a pod may end in every way a
/// process can: the lock is tried every tenth of a second.
///
/// @param pods where the pod is
/// @param uuid which one
record PodWait(Pods pods, String uuid) {
  private static final long PERIOD_MILLIS = 100;

  /// The pod as it is now.
  Pod pod() throws Stage0Exception {
    return pods.exactly(uuid)
        .orElseThrow(() -> Stage0Exception.of("no matches found for \"" + uuid + "\""));
  }

  void untilExited(Duration patience) throws Stage0Exception, InterruptedException {
    until(patience, "exit", () -> pod().isExited());
  }

  /// Also ends when the pod has ended.
  void untilReady(Duration patience) throws Stage0Exception, InterruptedException {
    until(patience, "be ready", () -> isReady(pod()) || pod().isExited());
  }

  private static boolean isReady(Pod pod) {
    try {
      return Files.readSymbolicLink(pod.directory().supervisorStatus()).equals(Path.of("ready"));
    } catch (IOException ignored) {
      return false; // Not there yet.
    }
  }

  private interface Condition {
    boolean holds() throws Stage0Exception;
  }

  private void until(Duration patience, String what, Condition condition)
      throws Stage0Exception, InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (Duration.ofNanos(System.nanoTime() - start).compareTo(patience) >= 0) {
        String waited = patience.toMillis() + " ms have passed";
        throw Stage0Exception.cannot("wait for pod '" + uuid + "' to " + what, waited);
      }
      Thread.sleep(PERIOD_MILLIS);
    }
  }
}
