package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.SyscallException;

/// A descriptor that the event loop waits for. In the event loop's thread, as all of it. Made by
/// [EventLoop#watch]; closed before the descriptor.
public final class EventWatch implements AutoCloseable {

  private final EventLoop loop;
  private final EventTask task;
  private final Fd file;
  private final long id;
  private boolean closed;

  EventWatch(EventLoop loop, EventTask task, Fd file, long id) {
    this.loop = loop;
    this.task = task;
    this.file = file;
    this.id = id;
  }

  /// Waits for other events from now on.
  ///
  /// @param events `EPOLL*`; 0 only for errors
  public void modify(int events) throws SyscallException {
    loop.modify(this, events);
  }

  /// Ends it; a second time does nothing.
  @Override
  public void close() throws SyscallException {
    if (!closed) {
      closed = true;
      task.cancel();
      loop.remove(this);
    }
  }

  Fd file() {
    return file;
  }

  long id() {
    return id;
  }

  void fire() throws SyscallException {
    if (closed) {
      return;
    }
    task.run();
    if (task.isDead()) {
      close(); // Otherwise the same event comes again at once, for ever.
    }
  }
}
