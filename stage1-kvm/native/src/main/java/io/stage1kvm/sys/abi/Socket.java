package io.stage1kvm.sys.abi;

/// Sockets: `<sys/socket.h>`, `<sys/un.h>`, `<sys/uio.h>`, `<sys/time.h>`.
public final class Socket {
  public static final int AF_UNIX = 1;
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_CLOEXEC = 0x80000;
  public static final int SOL_SOCKET = 1;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_SNDTIMEO = 21;
  public static final int SCM_RIGHTS = 1;
  public static final int MSG_CTRUNC = 8;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_CMSG_CLOEXEC = 0x40000000;

  private Socket() {}

  /// Size and offsets in bytes of `struct sockaddr_un`.
  public static final class sockaddr_un {
    public static final int sizeof = 110;
    public static final int sun_family = 0;
    public static final int sun_path = 2;

    private sockaddr_un() {}
  }

  /// Size and offsets in bytes of `struct iovec`.
  public static final class iovec {
    public static final int sizeof = 16;
    public static final int iov_base = 0;
    public static final int iov_len = 8;

    private iovec() {}
  }

  /// Size and offsets in bytes of `struct msghdr`.
  public static final class msghdr {
    public static final int sizeof = 56;
    public static final int msg_name = 0;
    public static final int msg_namelen = 8;
    public static final int msg_iov = 16;
    public static final int msg_iovlen = 24;
    public static final int msg_control = 32;
    public static final int msg_controllen = 40;
    public static final int msg_flags = 48;

    private msghdr() {}
  }

  /// Size and offsets in bytes of `struct cmsghdr`.
  public static final class cmsghdr {
    public static final int sizeof = 16;
    public static final int cmsg_len = 0;
    public static final int cmsg_level = 8;
    public static final int cmsg_type = 12;

    private cmsghdr() {}
  }

  /// Size and offsets in bytes of `struct timeval`.
  public static final class timeval {
    public static final int sizeof = 16;
    public static final int tv_sec = 0;
    public static final int tv_usec = 8;

    private timeval() {}
  }
}
