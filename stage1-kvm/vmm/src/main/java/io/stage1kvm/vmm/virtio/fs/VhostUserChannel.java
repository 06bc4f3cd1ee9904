package io.stage1kvm.vmm.virtio.fs;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Messages over a connection to a back end: a header of request, flags and size, then the payload
/// in the byte order of this host. For one thread at a time.
final class VhostUserChannel implements AutoCloseable {

  static final int HEADER = 12;
  static final int VERSION = 1;
  static final int VERSION_MASK = 3;
  static final int FLAG_REPLY = 1 << 2;
  static final int FLAG_NEED_REPLY = 1 << 3;

  /// The memory table of eight regions is the largest.
  static final int MAX_PAYLOAD = 8 + 8 * 32;

  private final Fd socket;
  private final String name;
  private final int timeoutMillis;
  private final byte[] message = new byte[HEADER + MAX_PAYLOAD];
  private final ByteBuffer view = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());

  /// @param socket connected; the channel's from now on
  /// @param name of the back end, for errors
  VhostUserChannel(Fd socket, String name, int timeoutMillis) throws VhostUserException {
    this.socket = socket;
    this.name = name;
    this.timeoutMillis = timeoutMillis;
    try {
      Sys.sockets().setTimeout(socket, timeoutMillis);
    } catch (SyscallException e) {
      throw VhostUserException.failed(name, e);
    }
  }

  Fd socket() {
    return socket;
  }

  String name() {
    return name;
  }

  /// The place of the next request's payload, empty.
  ByteBuffer payload() {
    return view.clear().position(HEADER);
  }

  /// Sends a request with what was put into [#payload].
  void send(VhostUserRequest request, boolean needReply, List<Fd> descriptors)
      throws VhostUserException {
    int length = view.position();
    view.putInt(0, request.code());
    view.putInt(4, needReply ? VERSION | FLAG_NEED_REPLY : VERSION);
    view.putInt(8, length - HEADER);
    List<Fd> rest = descriptors;
    for (int done = 0; done < length; ) {
      try {
        done += Sys.sockets().send(socket, message, done, length - done, rest);
        rest = List.of(); // They have gone with the first byte.
      } catch (SyscallException e) {
        if (e.errno() != Errno.EINTR) { // How a vCPU's thread is called out of the guest.
          throw failure(e, "it did not take " + request);
        }
      }
    }
  }

  /// Sends a request and waits until the back end has done it.
  void sendAndWait(VhostUserRequest request, List<Fd> descriptors) throws VhostUserException {
    send(request, true, descriptors);
    long status = reply(request, Long.BYTES).getLong();
    if (status != 0) {
      throw VhostUserException.of(name, "it failed at " + request);
    }
  }

  /// The reply's payload, valid until the next message.
  ByteBuffer reply(VhostUserRequest request, int size) throws VhostUserException {
    receive(request, 0, HEADER);
    require(request, "be to request", request.code(), view.getInt(0));
    require(request, "have version", VERSION, view.getInt(4) & VERSION_MASK);
    require(request, "have the reply flag", FLAG_REPLY, view.getInt(4) & FLAG_REPLY);
    require(request, "have a size of", size, view.getInt(8));
    receive(request, HEADER, size);
    return view.clear().position(HEADER).limit(HEADER + size);
  }

  private void require(VhostUserRequest request, String rule, int wanted, int found)
      throws VhostUserException {
    if (wanted != found) {
      throw VhostUserException.of(
          name,
          "its reply to %s must %s %d, not %s"
              .formatted(request, rule, wanted, Integer.toUnsignedString(found)));
    }
  }

  private void receive(VhostUserRequest request, int offset, int length) throws VhostUserException {
    List<Fd> unwanted = new ArrayList<>(0);
    for (int done = 0; done < length; ) {
      try {
        int now = Sys.sockets().receive(socket, message, offset + done, length - done, unwanted);
        for (Fd fd : unwanted) {
          fd.close();
        }
        if (!unwanted.isEmpty()) {
          throw VhostUserException.of(name, "its reply to " + request + " must bring no file");
        }
        if (now == 0) {
          throw VhostUserException.of(name, "it closed the connection instead of " + request);
        }
        done += now;
      } catch (SyscallException e) {
        if (e.errno() != Errno.EINTR) {
          throw failure(e, "it gave no reply to " + request);
        }
      }
    }
  }

  private VhostUserException failure(SyscallException e, String what) {
    return e.errno() == Errno.EAGAIN
        ? VhostUserException.of(name, what + " within " + timeoutMillis + " ms")
        : VhostUserException.failed(name, e);
  }

  @Override
  public void close() throws SyscallException {
    socket.close();
  }
}
