package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_epoll_create1;
import static io.stage1kvm.sys.abi.Syscall.SYS_epoll_ctl;
import static io.stage1kvm.sys.abi.Syscall.SYS_epoll_wait;
import static io.stage1kvm.sys.abi.Syscall.SYS_eventfd2;
import static io.stage1kvm.sys.abi.Syscall.SYS_read;
import static io.stage1kvm.sys.abi.Syscall.SYS_write;

import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.sys.abi.Epoll.epoll_event;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.jna.LibC;

final class LinuxEventCalls implements EventCalls {

  static final LinuxEventCalls INSTANCE = new LinuxEventCalls();

  /// An eventfd is read and written in counters of 64 bits.
  private static final int COUNTER = 8;

  private LinuxEventCalls() {}

  @Override
  public Fd eventfd(int initial, int flags) throws SyscallException {
    long fd = call(SYS_eventfd2, initial, flags | Epoll.EFD_CLOEXEC);
    if (fd < 0) {
      throw failure("eventfd2", initial, flags);
    }
    return Fd.adopt((int) fd);
  }

  @Override
  public void signal(Fd eventfd, long count) throws SyscallException {
    Scratch scratch = Scratch.get();
    scratch.putInt64(0, count);
    if (call(SYS_write, eventfd.number(), scratch.struct(), COUNTER) < 0) {
      throw failure("write", "eventfd=" + eventfd, count);
    }
  }

  @Override
  public long drain(Fd eventfd) throws SyscallException {
    Scratch scratch = Scratch.get();
    if (call(SYS_read, eventfd.number(), scratch.struct(), COUNTER) < 0) {
      if (LibC.errno() == Errno.EAGAIN) {
        return 0;
      }
      throw failure("read", "eventfd=" + eventfd);
    }
    return scratch.int64(0);
  }

  @Override
  public Fd epollCreate() throws SyscallException {
    long fd = call(SYS_epoll_create1, Epoll.EPOLL_CLOEXEC);
    if (fd < 0) {
      throw failure("epoll_create1", "EPOLL_CLOEXEC");
    }
    return Fd.adopt((int) fd);
  }

  @Override
  public void epollCtl(Fd epoll, int operation, Fd file, int events, long data)
      throws SyscallException {
    Scratch scratch = Scratch.get();
    scratch.putInt32(epoll_event.events, events);
    scratch.putInt64(epoll_event.data, data);
    if (call(SYS_epoll_ctl, epoll.number(), operation, file.number(), scratch.struct()) < 0) {
      throw failure("epoll_ctl", "epoll=" + epoll, operation, "fd=" + file, events);
    }
  }

  @Override
  public int epollWait(Fd epoll, EpollEvents events, int timeoutMillis) throws SyscallException {
    long count =
        call(SYS_epoll_wait, epoll.number(), events.address(), events.capacity(), timeoutMillis);
    if (count >= 0) {
      return (int) count;
    }
    if (LibC.errno() == Errno.EINTR) {
      return 0;
    }
    throw failure("epoll_wait", "epoll=" + epoll, timeoutMillis);
  }
}
