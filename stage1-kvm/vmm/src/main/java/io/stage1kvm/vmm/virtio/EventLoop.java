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

  private final EventLoopListener listener;
  private final Fd epoll;
  private final EpollEvents events = new EpollEvents(EVENTS_PER_TURN);
  private final List<EventWatch> watches = new ArrayList<>();
  private final EventTimers timers = new EventTimers();
  private final WakeQueue wakes = new WakeQueue();
  private volatile Thread owner = Thread.currentThread();
  private Thread thread;

  public EventLoop(EventLoopListener listener) throws SyscallException {
    this.listener = listener;
    epoll = Sys.events().epollCreate();
    // Edge-triggered: each ring is told once and the counter need not be read.
    control(Epoll.EPOLL_CTL_ADD, wakes.bell(), Epoll.EPOLLIN | Epoll.EPOLLET, BELL);
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
  /// In the event loop's thread. A handler may be called for nothing.
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
    EventCall call = new EventCall(action);
    if (Thread.currentThread() == owner) {
      call.run();
    } else if (wakes.begin(call)) {
      task(call).wake();
      call.await();
      wakes.end(call);
    }
    call.rethrow();
  }

  /// Waits for events, at most so long, and handles each once.
  ///
  /// @param timeoutMillis -1 waits for ever
  public void turn(int timeoutMillis) throws SyscallException {
    requireOwner();
    int timeout = wakes.sleep() ? timers.limit(timeoutMillis) : 0;
    int count = Sys.events().epollWait(epoll, events, timeout);
    List<EventTask> ready = wakes.wakeUp();
    for (int i = 0; i < count; i++) {
      long id = events.data(i);
      // A handler before may have closed it, and another watch may have taken its place.
      EventWatch watch = id == BELL ? null : watches.get((int) id);
      if (watch != null) {
        watch.fire();
      }
    }
    for (int i = 0; i < ready.size(); i++) {
      ready.get(i).run();
    }
    timers.run();
  }

  /// Ends the thread and waits for it; a second time does nothing. Not from a handler.
  @Override
  public void close() throws SyscallException {
    wakes.shut();
    if (thread != null) {
      Threads.join(thread);
    }
    wakes.releaseCalls();
    epoll.close();
    wakes.close();
  }

  private void serve() {
    try {
      while (!wakes.isClosing()) {
        turn(-1);
      }
    } catch (Throwable e) { // The border of the event loop.
      listener.hostFailure(e);
    }
    wakes.releaseCalls();
  }

  void add(EventTask task) {
    wakes.add(task);
  }

  void addTimer(EventTask task) {
    timers.add(task);
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

  long now() {
    return timers.now();
  }

  void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("must be called in the event loop's thread");
    }
  }
}
