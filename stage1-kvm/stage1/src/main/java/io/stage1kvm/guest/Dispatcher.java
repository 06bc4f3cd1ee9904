package io.stage1kvm.guest;

import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// Hands events to the listener on a thread of its own. The queue is bounded: a guest that reports
/// without end breaks the protocol instead of filling our memory.
final class Dispatcher {
  /// Some times the events of the largest pod.
  static final int MAX_QUEUED = 4096;

  private final GuestListener listener;
  private final Runnable crash;
  private final Queue<GuestEvent> events = new ArrayDeque<>();
  private Optional<GuestSessionException> end = Optional.empty();

  /// @param crash what ends the session when the listener throws
  Dispatcher(GuestListener listener, Runnable crash) {
    this.listener = listener;
    this.crash = crash;
  }

  void start() {
    Thread.ofPlatform().daemon().name("guest-events").start(this::run);
  }

  /// Never blocks.
  synchronized void add(GuestEvent event) throws GuestSessionException {
    if (events.size() == MAX_QUEUED) {
      throw GuestSessionException.protocol(
          "number of events that wait must not exceed " + MAX_QUEUED);
    }
    events.add(event);
    notifyAll();
  }

  /// Nothing is added after this.
  synchronized void end(GuestSessionException cause) {
    end = Optional.of(cause);
    notifyAll();
  }

  private void run() {
    try {
      for (Optional<GuestEvent> event = next(); event.isPresent(); event = next()) {
        listener.event(event.get());
      }
      listener.ended(end());
    } catch (InterruptedException e) {
      crash.run();
    } catch (RuntimeException e) {
      // a pod whose events nobody handles must not go on as if all were well
      crash.run();
      throw e;
    }
  }

  private synchronized Optional<GuestEvent> next() throws InterruptedException {
    while (events.isEmpty() && end.isEmpty()) {
      wait();
    }
    return Optional.ofNullable(events.poll());
  }

  private synchronized GuestSessionException end() {
    return end.orElseThrow();
  }
}
