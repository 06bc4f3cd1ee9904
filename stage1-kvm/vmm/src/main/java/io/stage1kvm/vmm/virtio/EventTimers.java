package io.stage1kvm.vmm.virtio;

import java.util.ArrayList;
import java.util.List;

/// Tasks that wait for a time: a handful. In the event loop's thread.
final class EventTimers {

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long start = System.nanoTime();
  private final List<EventTask> tasks = new ArrayList<>();

  void add(EventTask task) {
    if (!tasks.contains(task)) {
      tasks.add(task);
    }
  }

  /// Nanoseconds of a clock that never goes back.
  long now() {
    return System.nanoTime() - start;
  }

  /// How long to sleep at most.
  ///
  /// @param millis -1 for ever
  int limit(int millis) {
    if (tasks.isEmpty()) {
      return millis;
    }
    long now = now();
    long limit = millis < 0 ? Integer.MAX_VALUE : millis;
    for (EventTask task : tasks) {
      long nanos = Math.max(0, task.deadline() - now);
      // Rounded up, or the last millisecond would be spent in many short sleeps.
      limit = Math.min(limit, nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1));
    }
    return (int) limit;
  }

  /// Runs those whose time has come.
  void run() {
    if (tasks.isEmpty()) {
      return;
    }
    long now = now();
    for (int i = tasks.size() - 1; i >= 0; i--) {
      EventTask task = tasks.get(i);
      boolean due = task.deadline() <= now;
      if (due || task.deadline() == EventTask.NEVER) {
        tasks.remove(i);
      }
      if (due) {
        task.clearDeadline();
        task.run(); // It may add itself again, at the end of the list.
      }
    }
  }
}
