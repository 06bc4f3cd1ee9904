package io.stage1kvm.sys;

import java.util.List;

/// Stream sockets between processes of this host, which carry descriptors beside bytes; Java's own
/// cannot. All are blocking and have `FD_CLOEXEC`, received descriptors too.
public interface SocketCalls {

  /// Most descriptors that one message carries here (the kernel's own limit is 253).
  int MAX_DESCRIPTORS = 32;

  /// Connects to the socket at a path, which may be longer than the 107 bytes of a socket address.
  Fd connectUnix(String path) throws SyscallException;

  /// Makes a socket at a path, which must not exist, and listens there.
  Fd listenUnix(String path) throws SyscallException;

  Fd accept(Fd listener) throws SyscallException;

  SocketPair socketpair() throws SyscallException;

  /// How long one [#send] or [#receive] may wait before it fails with `EAGAIN`.
  void setTimeout(Fd socket, int millis) throws SyscallException;

  /// Sends bytes and, with the first of them, copies of descriptors; returns how many bytes. Who
  /// has gone away fails it with `EPIPE`, without a signal.
  ///
  /// @param length at least 1, at most 128 KiB
  int send(Fd socket, byte[] source, int offset, int length, List<Fd> descriptors)
      throws SyscallException;

  /// Receives at most `length` bytes; 0 is the end. Descriptors that came with them are added to
  /// the list, and are the caller's; the kernel drops those beyond [#MAX_DESCRIPTORS].
  int receive(Fd socket, byte[] target, int offset, int length, List<Fd> descriptors)
      throws SyscallException;
}
