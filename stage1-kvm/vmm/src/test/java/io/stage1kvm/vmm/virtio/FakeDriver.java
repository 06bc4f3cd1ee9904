package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/// The guest's side of a device, without a guest: memory, queues and an event loop whose turns the
/// test does.
///
/// ```
/// try (FakeDriver driver = FakeDriver.of(device)) {
///   FakeQueue queue = driver.queue(0);
///   int head = queue.add(List.of(bytes), List.of(512));
///   driver.kick(0);
///   byte[] answer = queue.take(head);
/// }
/// ```
public final class FakeDriver implements AutoCloseable, EventLoopListener {

  /// Of the memory: 4 MiB.
  public static final int SIZE = 4 << 20;

  /// For [#await].
  public interface Condition {
    boolean holds() throws GuestFault;
  }

  private static final int QUEUES_AT = 0x10_0000;
  private static final int QUEUE_SPACE = 0x2_0000;
  private static final int MAX_TURNS = 10_000;

  private final VirtioDevice device;
  private final GuestMemory memory;
  private final EventLoop loop;
  private final EventfdInterrupt interrupt;
  private final List<FakeQueue> queues = new ArrayList<>();
  private final List<Fd> kicks = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final long features;

  private FakeDriver(VirtioDevice device, long refused) throws SyscallException {
    this.device = device;
    memory = GuestMemory.create(SIZE);
    loop = new EventLoop(this);
    interrupt = new EventfdInterrupt();
    features = (device.features() | device.ringFeatures() | Features.VERSION_1) & ~refused;
  }

  /// A driver that takes all that the device offers and has activated it.
  public static FakeDriver of(VirtioDevice device) throws Exception {
    return without(device, 0);
  }

  /// A driver that does without some features.
  public static FakeDriver without(VirtioDevice device, long refused) throws Exception {
    FakeDriver driver = new FakeDriver(device, refused);
    driver.activate();
    return driver;
  }

  private void activate() throws GuestFault, SyscallException {
    int[] sizes = device.queueSizes();
    Queue[] active = new Queue[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      long at = QUEUES_AT + (long) i * QUEUE_SPACE;
      memory.write(at, new byte[32 * sizes[i]]);
      FakeQueue queue = new FakeQueue(memory, i, sizes[i], at, features);
      queues.add(queue);
      if (kicks.size() == i) {
        kicks.add(Sys.events().eventfd(0, Epoll.EFD_NONBLOCK));
      }
      active[i] = new Queue(memory, queue.layout(), sizes[i], features, interrupt);
    }
    device.activate(new Activation(memory, features, interrupt, loop, active, kicks));
  }

  /// Resets the device and begins again with empty queues, as after a fault.
  public void restart() throws GuestFault, SyscallException {
    device.reset();
    queues.clear();
    failures.clear();
    activate();
  }

  public GuestMemory memory() {
    return memory;
  }

  public EventLoop loop() {
    return loop;
  }

  public FakeQueue queue(int index) {
    return queues.get(index);
  }

  /// Notifies the device and lets it work until it has nothing to do at the moment. Who serves the
  /// queues elsewhere is notified, and is to be awaited.
  public void kick(int queue) throws GuestFault, SyscallException {
    if (!device.servesQueues()) {
      Sys.events().signal(kicks.get(queue), 1);
      return;
    }
    for (int i = 0; device.notified(queue); i++) {
      if (i == MAX_TURNS) {
        throw new AssertionError("queue " + queue + " has no end");
      }
    }
    turn();
  }

  /// Lets the event loop handle what there is now.
  public void turn() throws SyscallException {
    loop.turn(0);
  }

  /// Does turns until something is so; fails after 10 s.
  public void await(Condition condition) throws GuestFault, SyscallException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nothing has happened for 10 s; failures: " + failures);
      }
      loop.turn(10);
    }
  }

  /// How many interrupts were raised since the last call.
  public long interrupts() throws SyscallException {
    return Sys.events().drain(interrupt.eventfd());
  }

  /// InterruptStatus, which is 0 afterwards.
  public int interruptStatus() {
    int status = interrupt.status();
    interrupt.acknowledge(status);
    return status;
  }

  /// What handlers of the event loop have thrown.
  public List<Throwable> failures() {
    return failures;
  }

  @Override
  public void guestFault(GuestFault fault) {
    failures.add(fault);
  }

  @Override
  public void hostFailure(Throwable failure) {
    failures.add(failure);
  }

  /// Resets the device, then lets go of all but the device.
  @Override
  public void close() throws SyscallException {
    device.reset();
    loop.close();
    for (Fd kick : kicks) {
      kick.close();
    }
    interrupt.close();
    memory.close();
  }
}
