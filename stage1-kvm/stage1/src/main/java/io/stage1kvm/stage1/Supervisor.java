package io.stage1kvm.stage1;

import io.stage1kvm.guest.GuestListener;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Watches over a running pod until its end: one loop on one thread, fed by a queue.
final class Supervisor implements GuestListener {
  /// What the supervisor asks of a guest.
  interface Guest {
    /// Ends every process, by force after the grace time, and then the guest itself.
    void shutdown(Duration grace) throws GuestSessionException;
  }

  /// What a guest may take beyond the grace time to report the last exits and to sync.
  private static final Duration LAST_STEPS = Duration.ofSeconds(15);

  private final BlockingQueue<Occurrence> occurrences = new LinkedBlockingQueue<>();
  private final PodLife life;
  private final PodStatus status;
  private final AppReports reports;
  private final Duration grace;
  private final Set<String> notStarted;
  private Optional<Long> deadline = Optional.empty();
  private boolean stopped;

  /// @param grace from SIGTERM to SIGKILL when the pod is stopped
  Supervisor(Set<String> apps, PodStatus status, AppReports reports, Duration grace) {
    this.life = new PodLife(apps);
    this.status = status;
    this.reports = reports;
    this.grace = grace;
    this.notStarted = new HashSet<>(apps);
  }

  @Override
  public void event(GuestEvent event) {
    occurrences.add(new Occurrence.Reported(event));
  }

  @Override
  public void ended(GuestSessionException cause) {
    occurrences.add(new Occurrence.Lost(cause));
  }

  /// Asks for the pod's end; returns at once.
  void stop(boolean force) {
    occurrences.add(new Occurrence.StopAsked(force));
  }

  /// Watches until the guest has said that it powers off.
  ///
  /// @return the pod's exit status
  /// @throws GuestSessionException when the guest was lost, or did not end in time
  int watch(Guest guest) throws GuestSessionException, IOException, InterruptedException {
    while (true) {
      switch (next()) {
        case Occurrence.Reported reported -> {
          if (reported.event() instanceof GuestEvent.Stopped) {
            requireEnd();
            return life.podStatus();
          }
          report(guest, reported.event());
        }
        case Occurrence.Lost lost -> throw lost.cause();
        case Occurrence.StopAsked asked -> {
          stopped = true;
          life.stop();
          shutDown(guest, asked.force() ? Duration.ZERO : grace);
        }
      }
    }
  }

  /// A guest that ends by itself has not ended well.
  private void requireEnd() throws GuestSessionException {
    if (deadline.isEmpty() || !life.running().isEmpty()) {
      throw GuestSessionException.protocol(
          "event 'stopped' must come after a shutdown and the end of all apps");
    }
  }

  /// Whether somebody has asked for the pod's end; for the thread that watches.
  boolean isStopped() {
    return stopped;
  }

  private Occurrence next() throws GuestSessionException, InterruptedException {
    if (deadline.isEmpty()) {
      return occurrences.take();
    }
    Occurrence next = occurrences.poll(deadline.get() - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw GuestSessionException.timeout("the guest's power-off", grace.plus(LAST_STEPS));
    }
    return next;
  }

  private void report(Guest guest, GuestEvent event) throws GuestSessionException, IOException {
    switch (event) {
      case GuestEvent.Started started -> {
        reports.started(started);
        hasStarted(started.app());
      }
      case GuestEvent.Failed failed -> {
        reports.failed(failed);
        hasStarted(failed.app());
        ended(guest, failed.app(), failed.status(), 0);
      }
      case GuestEvent.Exited exited -> ended(guest, exited.app(), exited.status(), exited.signal());
      case GuestEvent.Handler handler -> reports.handled(handler);
      case GuestEvent.OfExec exec -> reports.exec(exec);
      case GuestEvent.Stopped stopped -> throw new IllegalStateException("handled before");
    }
  }

  private void hasStarted(String app) throws IOException {
    if (notStarted.remove(app) && notStarted.isEmpty()) {
      status.ready();
      reports.allStarted();
    }
  }

  private void ended(Guest guest, String app, int exitStatus, int signal)
      throws GuestSessionException, IOException {
    PodLife.Next next = life.ended(app, exitStatus, signal);
    record(app, life.status(app));
    if (next == PodLife.Next.SHUT_DOWN) {
      shutDown(guest, grace);
    }
  }

  /// The disk may be full: then the other apps need not suffer for it, and the pod still ends with
  /// the right status.
  private void record(String app, int exitStatus) {
    try {
      status.exited(app, exitStatus);
    } catch (IOException e) {
      reports.unrecorded(app, exitStatus, e);
    }
  }

  private void shutDown(Guest guest, Duration time) throws GuestSessionException, IOException {
    status.shuttingDown();
    long end = System.nanoTime() + time.plus(LAST_STEPS).toNanos();
    deadline = Optional.of(deadline.map(d -> Math.min(d, end)).orElse(end));
    guest.shutdown(time);
  }
}
