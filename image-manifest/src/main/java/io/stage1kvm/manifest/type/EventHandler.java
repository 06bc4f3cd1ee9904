package io.stage1kvm.manifest.type;

import java.util.Objects;

/// A program run before an app starts or after it stopped (aci.md, `eventHandlers`).
public record EventHandler(Event name, Exec exec, Extensions extensions) {
  public EventHandler {
    Objects.requireNonNull(name);
    Objects.requireNonNull(exec);
    Objects.requireNonNull(extensions);
  }

  public EventHandler(Event name, Exec exec) {
    this(name, exec, Extensions.NONE);
  }

  /// The two moments of an app's life.
  public enum Event {
    PRE_START("pre-start"),
    POST_STOP("post-stop");

    private final String value;

    Event(String value) {
      this.value = value;
    }

    public static Event of(String value) {
      for (Event event : values()) {
        if (event.value.equals(value)) {
          return event;
        }
      }
      throw InvalidValueException.of("event", value, "be 'pre-start' or 'post-stop'")
          .breaking(ManifestRule.EVENT);
    }

    /// As in a manifest.
    @Override
    public String toString() {
      return value;
    }
  }
}
