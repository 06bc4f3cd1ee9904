package io.stage1kvm.guest;

import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestSessionException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The apps that run or are about to: what the guest reports of others breaks the protocol.
/// Thread-safe.
final class AppLedger {
  private final Map<String, GuestApp> waiting = new HashMap<>();
  private final Map<String, GuestApp> started = new HashMap<>();
  private final Set<Ended> ended = new HashSet<>();

  /// A handler that has ended: none does so twice, and a guest that says so has no end of events.
  private record Ended(String app, GuestEvent.Which which, int index) {}

  /// False when an app of this name has not ended yet.
  synchronized boolean add(GuestApp app) {
    ended.removeIf(handler -> handler.app().equals(app.name()));
    return !started.containsKey(app.name()) && waiting.putIfAbsent(app.name(), app) == null;
  }

  /// Takes back an app that was not given to the guest, or that it refused.
  synchronized void remove(GuestApp app) {
    waiting.remove(app.name(), app);
    started.remove(app.name(), app);
  }

  /// The streams that the event ends.
  synchronized List<Integer> apply(GuestEvent.OfApp event) throws GuestSessionException {
    return switch (event) {
      case GuestEvent.Started e -> {
        started.put(e.app(), take(waiting, e.app()));
        yield List.of();
      }
      case GuestEvent.Failed e -> take(waiting, e.app()).streams();
      case GuestEvent.Handler e -> handler(e).stdio().streams();
      case GuestEvent.Exited e -> take(started, e.app()).streams();
    };
  }

  private GuestProcess handler(GuestEvent.Handler event) throws GuestSessionException {
    List<GuestProcess> handlers =
        switch (event.which()) {
          case PRE_START -> find(waiting, event.app()).preStart();
          case POST_STOP -> find(started, event.app()).postStop();
        };
    if (event.index() >= handlers.size()) {
      throw GuestSessionException.protocol(
          "handler '" + event.index() + "' of app '" + event.app() + "' must be in the plan");
    }
    if (!ended.add(new Ended(event.app(), event.which(), event.index()))) {
      throw GuestSessionException.protocol(
          "handler '" + event.index() + "' of app '" + event.app() + "' must end once");
    }
    return handlers.get(event.index());
  }

  private static GuestApp take(Map<String, GuestApp> apps, String name)
      throws GuestSessionException {
    GuestApp app = find(apps, name);
    apps.remove(name);
    return app;
  }

  private static GuestApp find(Map<String, GuestApp> apps, String name)
      throws GuestSessionException {
    GuestApp app = apps.get(name);
    if (app == null) {
      throw GuestSessionException.protocol(
          "event of app '" + name + "' must fit what it reported before");
    }
    return app;
  }
}
