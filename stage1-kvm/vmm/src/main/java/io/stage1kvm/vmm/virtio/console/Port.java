package io.stage1kvm.vmm.virtio.console;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.ChainHandler;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import io.stage1kvm.vmm.virtio.EventTask;
import io.stage1kvm.vmm.virtio.Queue;

/// One port: two streams for the host, two queues for the guest. All but the streams is the event
/// loop's.
final class Port {

  /// A chain may name the same memory a thousand times over.
  private static final int BYTES_PER_TURN = 4 * PortInput.CAPACITY;

  private final int id;
  private final String name;
  private final ChainHandler sender = this::send;
  private final PortInput input = new PortInput(this::wakeSender);
  private final PortOutput output = new PortOutput(this::wakeReceiver);
  private volatile EventTask sending;
  private volatile EventTask receiving;
  private Queue toGuest;
  private Queue fromGuest;
  private DescriptorChain chain;
  private Runnable onFinished;
  private boolean guestOpen;
  private long sent;
  private long budget;

  /// @param name empty for the console
  Port(int id, String name) {
    this.id = id;
    this.name = name;
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  boolean isConsole() {
    return id == 0;
  }

  PortInput input() {
    return input;
  }

  PortOutput output() {
    return output;
  }

  /// @param first number of the queue to the guest; the other way's is the next
  /// @param onFinished called once the host's side has closed the output and the guest has it all
  void activate(Activation activation, int first, Runnable onFinished) throws GuestFault {
    toGuest = activation.queue(first);
    fromGuest = activation.queue(first + 1);
    this.onFinished = onFinished;
    chain = new DescriptorChain(activation.memory());
    sent = 0;
    sending = activation.loop().task(this::drainSent);
    receiving = activation.loop().task(this::fillReceived);
  }

  boolean isActive() {
    return fromGuest != null;
  }

  void reset() {
    if (sending != null) {
      sending.cancel();
      receiving.cancel();
    }
    guestOpen = false;
    toGuest = null;
    fromGuest = null;
  }

  /// A guest drops what comes before it has opened the port.
  void setGuestOpen(boolean open) {
    guestOpen = open;
    if (open) {
      wakeReceiver();
    }
  }

  /// Moves what the guest has sent; whether there is more.
  boolean drainSent() throws GuestFault {
    budget = BYTES_PER_TURN;
    try {
      return fromGuest.drainAndShow(sender) || budget <= 0;
    } finally {
      // While the reader is woken, a driver that waits for its buffer (Linux's hvc) finds it: then
      // it is spared the interrupt, which costs it more than the transfer.
      input.announce();
      fromGuest.interrupt();
    }
  }

  /// Moves what the guest is to receive; whether there is more.
  boolean fillReceived() throws GuestFault {
    if (!guestOpen) {
      return false;
    }
    toGuest.suspendKicks();
    try {
      for (int i = 0; i < Queue.TURN; i++) {
        if (output.isEmpty()) {
          finish();
          return false;
        }
        if (toGuest.pop(chain)) {
          toGuest.push(chain, output.take(chain));
        } else if (!toGuest.resumeKicks()) {
          return false;
        }
      }
      return true;
    } finally {
      toGuest.publish();
    }
  }

  private void finish() {
    if (output.isFinished() && onFinished != null) {
      onFinished.run();
      onFinished = null;
    }
  }

  private int send(DescriptorChain from) throws GuestFault {
    while (sent < from.readableLength()) {
      long count = budget <= 0 ? 0 : input.put(from, sent);
      if (count == 0) {
        return ChainHandler.NOT_NOW; // The rest when the host has read something, or next turn.
      }
      sent += count;
      budget -= count;
    }
    sent = 0;
    return 0;
  }

  private void wakeSender() {
    wake(sending);
  }

  private void wakeReceiver() {
    wake(receiving);
  }

  private static void wake(EventTask task) {
    if (task != null) {
      task.wake();
    }
  }

  void close() {
    input.end();
    output.end();
  }
}
