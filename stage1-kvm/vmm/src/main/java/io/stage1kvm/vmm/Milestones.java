package io.stage1kvm.vmm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/// When a machine reached what. From any thread; also what the guest tells by the boot timer's
/// port.
final class Milestones implements IntConsumer {

  /// A guest may tell as often as it likes.
  private static final int MAX_OF_GUEST = 64;

  private final List<Milestone> list = new ArrayList<>();
  private int ofGuest;

  void mark(String name) {
    long now = System.nanoTime();
    synchronized (this) {
      list.add(new Milestone(name, now));
    }
  }

  @Override
  public synchronized void accept(int code) {
    if (ofGuest < MAX_OF_GUEST) {
      ofGuest++;
      mark("guest 0x" + Integer.toHexString(code));
    }
  }

  /// In the order of time.
  synchronized List<Milestone> list() {
    List<Milestone> all = new ArrayList<>(list);
    all.sort(Comparator.comparingLong(Milestone::nanos));
    return List.copyOf(all);
  }
}
