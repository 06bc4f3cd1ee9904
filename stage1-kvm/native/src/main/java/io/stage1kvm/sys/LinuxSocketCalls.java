package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_accept4;
import static io.stage1kvm.sys.abi.Syscall.SYS_bind;
import static io.stage1kvm.sys.abi.Syscall.SYS_connect;
import static io.stage1kvm.sys.abi.Syscall.SYS_listen;
import static io.stage1kvm.sys.abi.Syscall.SYS_setsockopt;
import static io.stage1kvm.sys.abi.Syscall.SYS_socket;
import static io.stage1kvm.sys.abi.Syscall.SYS_socketpair;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Socket;
import io.stage1kvm.sys.abi.Socket.sockaddr_un;
import io.stage1kvm.sys.abi.Socket.timeval;
import java.util.List;

final class LinuxSocketCalls implements SocketCalls {

  static final LinuxSocketCalls INSTANCE = new LinuxSocketCalls();

  private static final int TYPE = Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC;

  /// Bytes of a path in a socket's address, the closing zero among them.
  private static final int PATH_SIZE = sockaddr_un.sizeof - sockaddr_un.sun_path;

  private static final int BACKLOG = 1;

  private LinuxSocketCalls() {}

  @Override
  public Fd connectUnix(String path) throws SyscallException {
    return at(path, SYS_connect, "connect");
  }

  @Override
  public Fd listenUnix(String path) throws SyscallException {
    Fd socket = at(path, SYS_bind, "bind");
    if (call(SYS_listen, socket.number(), BACKLOG) < 0) {
      SyscallException failure = failure("listen", "fd=" + socket);
      socket.close();
      throw failure;
    }
    return socket;
  }

  private static Fd at(String path, int number, String name) throws SyscallException {
    byte[] whole = Scratch.utf8(path);
    if (whole.length < PATH_SIZE) {
      return at(whole, whole, number, name);
    }
    // A long path is cut by a descriptor of its directory.
    int slash = path.lastIndexOf('/');
    try (Fd directory =
        Sys.files().openat(Fd.CWD, path.substring(0, Math.max(slash, 0)), Fcntl.O_PATH)) {
      String shorter = directory.procPath() + path.substring(slash);
      return at(Scratch.utf8(shorter), whole, number, name);
    }
  }

  private static Fd at(byte[] path, byte[] shown, int number, String name) throws SyscallException {
    if (path.length >= PATH_SIZE) {
      throw new SyscallException(name + "(" + Text.name(shown) + ")", Errno.ENAMETOOLONG);
    }
    long fd = call(SYS_socket, Socket.AF_UNIX, TYPE, 0);
    if (fd < 0) {
      throw failure("socket", "AF_UNIX", "SOCK_STREAM");
    }
    Scratch scratch = Scratch.get();
    byte[] address = new byte[sockaddr_un.sizeof];
    System.arraycopy(path, 0, address, sockaddr_un.sun_path, path.length);
    scratch.putStructBytes(address);
    scratch.putInt16(sockaddr_un.sun_family, Socket.AF_UNIX);
    Fd socket = Fd.adopt((int) fd);
    if (call(number, fd, scratch.struct(), sockaddr_un.sizeof) < 0) {
      SyscallException failure = failure(name, shown);
      socket.close();
      throw failure;
    }
    return socket;
  }

  @Override
  public Fd accept(Fd listener) throws SyscallException {
    long fd = call(SYS_accept4, listener.number(), 0, 0, Socket.SOCK_CLOEXEC);
    if (fd < 0) {
      throw failure("accept4", "fd=" + listener);
    }
    return Fd.adopt((int) fd);
  }

  @Override
  public SocketPair socketpair() throws SyscallException {
    Scratch scratch = Scratch.get();
    if (call(SYS_socketpair, Socket.AF_UNIX, TYPE, 0, scratch.struct()) < 0) {
      throw failure("socketpair", "AF_UNIX", "SOCK_STREAM");
    }
    return new SocketPair(Fd.adopt(scratch.int32(0)), Fd.adopt(scratch.int32(Integer.BYTES)));
  }

  @Override
  public void setTimeout(Fd socket, int millis) throws SyscallException {
    Scratch scratch = Scratch.get();
    scratch.putInt64(timeval.tv_sec, millis / 1000);
    scratch.putInt64(timeval.tv_usec, millis % 1000 * 1000L);
    for (int option : new int[] {Socket.SO_RCVTIMEO, Socket.SO_SNDTIMEO}) {
      if (call(
              SYS_setsockopt,
              socket.number(),
              Socket.SOL_SOCKET,
              option,
              scratch.struct(),
              timeval.sizeof)
          < 0) {
        throw failure("setsockopt", "fd=" + socket, "SOL_SOCKET", option, millis + "ms");
      }
    }
  }

  @Override
  public int send(Fd socket, byte[] source, int offset, int length, List<Fd> descriptors)
      throws SyscallException {
    return SocketMessage.send(socket, source, offset, length, descriptors);
  }

  @Override
  public int receive(Fd socket, byte[] target, int offset, int length, List<Fd> descriptors)
      throws SyscallException {
    return SocketMessage.receive(socket, target, offset, length, descriptors);
  }
}
