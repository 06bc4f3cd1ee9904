package io.stage1kvm.sys.abi;

/// Event notification: `<sys/epoll.h>`, `<sys/eventfd.h>`.
public final class Epoll {
  public static final int EPOLLIN = 1;
  public static final int EPOLLOUT = 4;
  public static final int EPOLLERR = 8;
  public static final int EPOLLHUP = 0x10;
  public static final int EPOLLET = 1 << 31;
  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_DEL = 2;
  public static final int EPOLL_CTL_MOD = 3;
  public static final int EPOLL_CLOEXEC = 0x80000;
  public static final int EFD_CLOEXEC = 0x80000;
  public static final int EFD_NONBLOCK = 0x800;

  private Epoll() {}

  /// Size and offsets in bytes of `struct epoll_event`, which is packed on x86-64.
  public static final class epoll_event {
    public static final int sizeof = 12;
    public static final int events = 0;
    public static final int data = 4;

    private epoll_event() {}
  }
}
