package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.EpollEvents;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.memory.GuestFault;
import java.util.ArrayList;
import java.util.List;

/// One thread that serves all devices of a machine: it waits for descriptors, for tasks that other
/// threads wake and for times. Handlers never wait and each does a bounded part of its work per
/// turn, so that none keeps the others from theirs.
///
/// Until [#start] the thread that made it is the loop's thread and may do turns itself.
public final class EventLoop implements AutoCloseable {

  private static final int EVENTS_PER_TURN = 32;
  private static final long BELL = -1;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final EventLoopListener listener;
  private final Fd epoll;
  private final Fd bell;
  private final EpollEvents events = new EpollEvents(EVENTS_PER_TURN);
  private final List<EventWatch> watches = new ArrayList<>();
  private final List<EventTask> timers = new ArrayList<>();
  private final long start = System.nanoTime();
  private volatile Thread owner = Thread.currentThread();
  private Thread thread;

  // Under this object's lock: what other threads touch.
  private List<EventTask> woken = new ArrayList<>();
  private List<EventTask> running = new ArrayList<>();
  private final List<EventCall> calls = new ArrayList<>();
  private boolean asleep;
  private boolean closing;
  private boolean closed;

  public EventLoop(EventLoopListener listener) throws SyscallException {
    this.listener = listener;
    epoll = Sys.events().epollCreate();
    bell = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
    // Edge-triggered: each ring is told once and the counter need not be read.
    control(Epoll.EPOLL_CTL_ADD, bell, Epoll.EPOLLIN | Epoll.EPOLLET, BELL);
  }

  /// Gives the loop a thread of its own.
  public void start() {
    requireOwner();
    thread = Thread.ofPlatform().daemon().name("devices").unstarted(this::serve);
    owner = thread;
    thread.start();
  }

  /// A task that [EventTask#wake] starts.
  public EventTask task(EventHandler handler) {
    return new EventTask(this, handler);
  }

  /// Has a handler called when something is the matter with a descriptor, which stays the caller's.
  /// In the event loop's thread.
  ///
  /// @param interest `EPOLL*`
  public EventWatch watch(Fd file, int interest, EventHandler handler) throws SyscallException {
    requireOwner();
    int slot = watches.indexOf(null);
    if (slot < 0) {
      slot = watches.size();
      watches.add(null);
    }
    EventWatch watch = new EventWatch(this, task(handler), file, slot);
    control(Epoll.EPOLL_CTL_ADD, file, interest, slot);
    watches.set(slot, watch);
    return watch;
  }

  /// Runs something in the event loop's thread and waits for its end; when the loop is closed it
  /// may not run at all.
  public void call(EventHandler action) throws GuestFault {
    if (Thread.currentThread() == owner) {
      new EventCall(action).runHere();
      return;
    }
    EventCall call = new EventCall(action);
    synchronized (this) {
      if (closing) {
        return;
      }
      calls.add(call);
    }
    task(call).wake();
    call.await();
    synchronized (this) {
      calls.remove(call);
    }
    call.rethrow();
  }

  /// Waits for events, at most so long, and handles each once.
  ///
  /// @param timeoutMillis -1 waits for ever
  public void turn(int timeoutMillis) throws SyscallException {
    requireOwner();
    int count = Sys.events().epollWait(epoll, events, sleep(timeoutMillis));
    List<EventTask> ready = wakeUp();
    for (int i = 0; i < count; i++) {
      long id = events.data(i);
      // A handler before may have closed it; a watch that took its place gets one call too many.
      EventWatch watch = id == BELL ? null : watches.get((int) id);
      if (watch != null) {
        watch.fire();
      }
    }
    for (int i = 0; i < ready.size(); i++) {
      ready.get(i).run();
    }
    ready.clear();
    runTimers();
  }

  /// Ends the thread and waits for it; a second time does nothing. Not from a handler.
  @Override
  public void close() throws SyscallException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      closing = true;
    }
    if (thread != null) {
      Sys.events().signal(bell, 1);
      Threads.join(thread);
    }
    releaseCalls();
    epoll.close();
    bell.close();
  }

  private void serve() {
    try {
      while (!isClosing()) {
        turn(-1);
      }
    } catch (Throwable e) { // The border of the event loop.
      listener.hostFailure(e);
      synchronized (this) {
        closing = true;
      }
    }
    releaseCalls();
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  private synchronized void releaseCalls() {
    calls.forEach(EventCall::release);
  }

  /// How long to wait; from here on other threads ring the bell.
  private int sleep(int timeoutMillis) {
    long timeout = timeoutMillis;
    long now = timers.isEmpty() ? 0 : now();
    for (EventTask timer : timers) {
      long millis = Math.max(0, (timer.deadline() - now + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
      timeout = timeout < 0 ? millis : Math.min(timeout, millis);
    }
    synchronized (this) {
      if (!woken.isEmpty() || closing) {
        return 0;
      }
      asleep = true;
    }
    return (int) Math.min(timeout, Integer.MAX_VALUE);
  }

  /// The tasks that were woken until now; those woken from now on are for the next turn.
  private synchronized List<EventTask> wakeUp() {
    asleep = false;
    List<EventTask> ready = woken;
    woken = running;
    running = ready;
    return ready;
  }

  private void runTimers() {
    if (timers.isEmpty()) {
      return;
    }
    long now = now();
    for (int i = timers.size() - 1; i >= 0; i--) {
      EventTask timer = timers.get(i);
      if (timer.deadline() == EventTask.NEVER || timer.deadline() <= now) {
        boolean due = timer.deadline() <= now;
        timers.remove(i);
        timer.clearDeadline();
        if (due) {
          timer.run();
        }
      }
    }
  }

  void add(EventTask task) {
    boolean ring;
    synchronized (this) {
      woken.add(task);
      ring = asleep && !closing;
      asleep = false;
    }
    if (ring) {
      ring();
    }
  }

  private void ring() {
    try {
      Sys.events().signal(bell, 1);
    } catch (SyscallException e) {
      throw new IllegalStateException(e); // A counter of ours that never gets full.
    }
  }

  void addTimer(EventTask task) {
    if (!timers.contains(task)) {
      timers.add(task);
    }
  }

  void modify(EventWatch watch, int interest) throws SyscallException {
    requireOwner();
    control(Epoll.EPOLL_CTL_MOD, watch.file(), interest, watch.id());
  }

  void remove(EventWatch watch) throws SyscallException {
    watches.set((int) watch.id(), null);
    control(Epoll.EPOLL_CTL_DEL, watch.file(), 0, watch.id());
  }

  private void control(int operation, Fd file, int interest, long id) throws SyscallException {
    Sys.events().epollCtl(epoll, operation, file, interest, id);
  }

  void report(Throwable failure) {
    if (failure instanceof GuestFault fault) {
      listener.guestFault(fault);
    } else {
      listener.hostFailure(failure);
    }
  }

  /// Nanoseconds of a clock that never goes back.
  long now() {
    return System.nanoTime() - start;
  }

  void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("must be called in the event loop's thread");
    }
  }
}
