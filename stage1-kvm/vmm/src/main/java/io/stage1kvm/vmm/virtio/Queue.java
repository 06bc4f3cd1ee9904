package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.lang.invoke.VarHandle;

/// The device's side of a split virtqueue, virtio 1.2 section 2.7. For the event loop's thread;
/// reset by forgetting it.
///
/// The driver runs at the same time and may be hostile: where the rings lie is checked once, and
/// what they hold on every use, after it was read exactly once. Whatever breaks the rules is a
/// [GuestFault]. Nothing is allocated per chain.
public final class Queue {

  /// Chains per turn of the event loop, so that no queue keeps the others waiting.
  public static final int TURN = 256;

  private static final int INDEX = 2;
  private static final int MASK = 0xffff;

  /// Used ring: the driver need not notify. The available ring's flag of the same value: the device
  /// need not interrupt.
  private static final int NO_NOTIFICATION = 1;

  private final GuestMemory memory;
  private final QueueLayout layout;
  private final int size;
  private final boolean eventIndex;
  private final Interrupt interrupt;
  private final ChainWalker walker;
  private final DescriptorChain drained;
  private int available;
  private int seen;
  private int used;
  private int shown;
  private int announced;
  private int inFlight;
  private boolean quiet;

  /// Takes over a queue that the driver has just made; refuses a bad place for it.
  ///
  /// @param maximum descriptors
  public Queue(
      GuestMemory memory, QueueLayout layout, int maximum, long features, Interrupt interrupt)
      throws GuestFault {
    layout.check(memory, maximum);
    this.memory = memory;
    this.layout = layout;
    this.interrupt = interrupt;
    size = layout.size();
    eventIndex = (features & Features.RING_EVENT_IDX) != 0;
    walker = new ChainWalker(memory, layout, (features & Features.RING_INDIRECT_DESC) != 0);
    drained = new DescriptorChain(memory);
  }

  public QueueLayout layout() {
    return layout;
  }

  /// Descriptors.
  public int size() {
    return size;
  }

  /// Takes the next chain; false if there is none. It is the device's until [#push] or [#unpop].
  public boolean pop(DescriptorChain chain) throws GuestFault {
    if (available == seen && !look()) {
      return false;
    }
    int slot = available & (size - 1);
    int head =
        memory.getU16(
            layout.available() + QueueLayout.HEADER + (long) QueueLayout.AVAILABLE_ENTRY * slot);
    walker.walk(head, chain);
    available = (available + 1) & MASK;
    inFlight++;
    return true;
  }

  /// Gives back the chain that was popped last; the next pop takes it again.
  public void unpop() {
    if (inFlight == 0) {
      throw new IllegalStateException("no chain is out");
    }
    available = (available - 1) & MASK;
    inFlight--;
  }

  /// Puts a chain into the used ring; the driver sees it after [#publish].
  ///
  /// @param written bytes at the start of its writable part
  public void push(DescriptorChain chain, long written) throws GuestFault {
    if (inFlight == 0) {
      throw new IllegalStateException("no chain is out");
    }
    long entry =
        layout.used() + QueueLayout.HEADER + (long) QueueLayout.USED_ENTRY * (used & (size - 1));
    memory.putInt(entry, chain.head());
    memory.putInt(entry + 4, (int) Math.min(written, chain.writableLength()));
    used = (used + 1) & MASK;
    inFlight--;
  }

  /// Shows the driver what was pushed, and interrupts it if it wants that.
  public void publish() throws GuestFault {
    show();
    interrupt();
  }

  private void show() throws GuestFault {
    if (used != shown) {
      // The entries and the buffers before the index: who sees the index sees them.
      VarHandle.releaseFence();
      memory.putU16(layout.used() + INDEX, used);
      shown = used;
    }
  }

  /// Interrupts the driver if it wants that for what it was shown and has not taken yet.
  public void interrupt() throws GuestFault {
    if (shown == announced) {
      return;
    }
    // The index before the driver's wish: it sets its wish, then looks at the index, so that with
    // a full fence on both sides at least one of us sees the other's.
    VarHandle.fullFence();
    boolean wanted = wantsInterrupt();
    announced = shown;
    if (wanted) {
      interrupt.used();
    }
  }

  /// Lets the driver put in chains without notifying: for as long as the device looks anyway.
  public void suspendKicks() throws GuestFault {
    // With the event index it is enough not to move the event on.
    if (!quiet && !eventIndex) {
      memory.putU16(layout.used(), NO_NOTIFICATION);
    }
    quiet = true;
  }

  /// Asks for a notification of the next chain.
  ///
  /// @return whether there is one already, for which no notification may come
  public boolean resumeKicks() throws GuestFault {
    if (eventIndex) {
      memory.putU16(layout.usedEvent(), available);
    } else if (quiet) {
      memory.putU16(layout.used(), 0);
    }
    quiet = false;
    // Our wish before the driver's index, as in publish.
    VarHandle.fullFence();
    return available != seen || look();
  }

  /// Handles the chains that are there, at most [#TURN], and publishes them.
  ///
  /// @return whether there are more, for the next turn. False after [ChainHandler#NOT_NOW]: the
  ///     device drains again when it can.
  public boolean drain(ChainHandler handler) throws GuestFault {
    try {
      return drainAndShow(handler);
    } finally {
      publish();
    }
  }

  /// As [#drain], but interrupts are left to the caller, who has something else to do before
  /// [#interrupt]: a driver that waits for the used index, and takes its buffers back meanwhile,
  /// needs none. It sees each as soon as it was handled.
  public boolean drainAndShow(ChainHandler handler) throws GuestFault {
    int left = TURN;
    suspendKicks();
    do {
      while (left > 0 && pop(drained)) {
        int written = handler.handle(drained);
        if (written == ChainHandler.NOT_NOW) {
          unpop();
          return false;
        }
        push(drained, written);
        show();
        left--;
      }
    } while (left > 0 && resumeKicks());
    return left == 0;
  }

  /// Looks at the driver's index.
  private boolean look() throws GuestFault {
    int index = memory.getU16(layout.available() + INDEX);
    int ahead = (index - available) & MASK;
    if (ahead > size - inFlight) {
      throw new GuestFault(
          "queue %d: available index '%d' must be at most %d after %d"
              .formatted(layout.index(), index, size - inFlight, available));
    }
    // The index before the entries and descriptors that it stands for.
    VarHandle.acquireFence();
    seen = index;
    return ahead != 0;
  }

  private boolean wantsInterrupt() throws GuestFault {
    if (!eventIndex) {
      return (memory.getU16(layout.available()) & NO_NOTIFICATION) == 0;
    }
    // Whether the wished index lies in what was shown since the last time, modulo 2^16.
    int event = memory.getU16(layout.availableEvent());
    return ((shown - event - 1) & MASK) < ((shown - announced) & MASK);
  }
}
