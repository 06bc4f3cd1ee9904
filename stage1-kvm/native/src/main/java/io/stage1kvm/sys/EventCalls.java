package io.stage1kvm.sys;

/// Descriptors that signal and that wait for signals. Constants are in
/// [io.stage1kvm.sys.abi.Epoll].
public interface EventCalls {

  /// A counter that becomes readable. Always with `EFD_CLOEXEC`.
  Fd eventfd(int initial, int flags) throws SyscallException;

  /// Adds to the counter.
  void signal(Fd eventfd, long count) throws SyscallException;

  /// Takes the counter's value and sets it to 0; with `EFD_NONBLOCK` an empty one gives 0.
  long drain(Fd eventfd) throws SyscallException;

  /// Always with `EPOLL_CLOEXEC`.
  Fd epollCreate() throws SyscallException;

  /// @param operation `EPOLL_CTL_*`
  /// @param data comes back with each event
  void epollCtl(Fd epoll, int operation, Fd file, int events, long data) throws SyscallException;

  /// Waits for events and puts them into the set; returns how many. `EINTR` counts as none.
  ///
  /// @param timeoutMillis -1 waits for ever
  int epollWait(Fd epoll, EpollEvents events, int timeoutMillis) throws SyscallException;
}
