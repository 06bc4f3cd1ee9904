package io.stage1kvm.stage1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// The rules of a pod's end, apart from everything that carries them out.
///
/// Immutable pods: an app that ends with 0 lets the others go on; when all have ended the pod ends
/// with 0. The first app that fails ends
/// the pod with its status; apps that still run then are stopped and recorded as 0. A stop from
/// outside
/// ends every app; the pod's status is 0 when all end cleanly.
///
/// Not thread-safe: owned by the pod's event loop.
final class PodLife {
  /// What the event loop has to do next.
  enum Next {
    GO_ON,
    SHUT_DOWN,
    /// A shutdown goes on and every app has ended.
    ENDED
  }

  /// The signals by which a program ends cleanly when it was asked to stop.
  private static final Set<Integer> CLEAN_SIGNALS = Set.of(1, 2, 13, 15);

  private final Set<String> running;
  private final Map<String, Integer> statuses = new LinkedHashMap<>();
  private boolean shuttingDown;
  private boolean stopped;
  private OptionalInt failure = OptionalInt.empty();

  PodLife(Set<String> apps) {
    this.running = new TreeSet<>(apps);
  }

  /// An app has ended with an exit status, or by a signal (signal not 0).
  Next ended(String app, int exitStatus, int signal) {
    if (!running.remove(app)) {
      return Next.GO_ON;
    }
    int status = signal != 0 ? signal : exitStatus;
    statuses.put(app, failure.isPresent() ? 0 : status);
    if (failure.isEmpty() && status != 0 && !(stopped && CLEAN_SIGNALS.contains(signal))) {
      failure = OptionalInt.of(status);
    }
    if (shuttingDown) {
      return running.isEmpty() ? Next.ENDED : Next.GO_ON;
    }
    if (failure.isPresent() || running.isEmpty()) {
      shuttingDown = true;
      return Next.SHUT_DOWN;
    }
    return Next.GO_ON;
  }

  /// Somebody outside asked for the pod's end.
  Next stop() {
    stopped = true;
    if (shuttingDown) {
      return Next.GO_ON;
    }
    shuttingDown = true;
    return Next.SHUT_DOWN;
  }

  /// The status to record for an app that has ended.
  int status(String app) {
    return statuses.get(app);
  }

  /// The apps that have not ended.
  Set<String> running() {
    return Set.copyOf(running);
  }

  /// The pod's exit status.
  int podStatus() {
    return failure.orElse(0);
  }
}
