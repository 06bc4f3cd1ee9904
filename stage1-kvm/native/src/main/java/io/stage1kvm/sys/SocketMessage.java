package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_recvmsg;
import static io.stage1kvm.sys.abi.Syscall.SYS_sendmsg;

import io.stage1kvm.sys.abi.Socket;
import io.stage1kvm.sys.abi.Socket.cmsghdr;
import io.stage1kvm.sys.abi.Socket.iovec;
import io.stage1kvm.sys.abi.Socket.msghdr;
import java.util.List;
import java.util.Objects;

/// One message with descriptors beside it: the thread's structure holds the header, one vector and
/// the control data, one behind the other; its data holds the bytes.
final class SocketMessage {

  private static final int VECTOR = msghdr.sizeof;
  private static final int CONTROL = VECTOR + iovec.sizeof;
  private static final int NUMBERS = CONTROL + cmsghdr.sizeof;

  private SocketMessage() {}

  static int send(Fd socket, byte[] source, int offset, int length, List<Fd> descriptors)
      throws SyscallException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (length < 1 || descriptors.size() > SocketCalls.MAX_DESCRIPTORS) {
      throw new IllegalArgumentException(
          "message '%d' bytes with %d descriptors must have 1 byte and at most %d descriptors"
              .formatted(length, descriptors.size(), SocketCalls.MAX_DESCRIPTORS));
    }
    Scratch scratch = Scratch.get();
    int piece = Math.min(length, Scratch.DATA_SIZE);
    scratch.putData(source, offset, piece);
    int control = cmsghdr.sizeof + descriptors.size() * Integer.BYTES;
    header(scratch, piece, descriptors.isEmpty() ? 0 : control);
    scratch.putInt64(CONTROL + cmsghdr.cmsg_len, control);
    scratch.putInt32(CONTROL + cmsghdr.cmsg_level, Socket.SOL_SOCKET);
    scratch.putInt32(CONTROL + cmsghdr.cmsg_type, Socket.SCM_RIGHTS);
    for (int i = 0; i < descriptors.size(); i++) {
      scratch.putInt32(NUMBERS + i * Integer.BYTES, descriptors.get(i).number());
    }
    long sent = call(SYS_sendmsg, socket.number(), scratch.struct(), Socket.MSG_NOSIGNAL);
    if (sent < 0) {
      throw failure("sendmsg", "fd=" + socket, "length=" + piece, "fds=" + descriptors);
    }
    return (int) sent;
  }

  static int receive(Fd socket, byte[] target, int offset, int length, List<Fd> descriptors)
      throws SyscallException {
    Objects.checkFromIndexSize(offset, length, target.length);
    Scratch scratch = Scratch.get();
    int piece = Math.min(length, Scratch.DATA_SIZE);
    header(scratch, piece, cmsghdr.sizeof + SocketCalls.MAX_DESCRIPTORS * (long) Integer.BYTES);
    long received = call(SYS_recvmsg, socket.number(), scratch.struct(), Socket.MSG_CMSG_CLOEXEC);
    if (received < 0) {
      throw failure("recvmsg", "fd=" + socket, "length=" + piece);
    }
    scratch.getData(target, offset, (int) received);
    adopt(scratch, descriptors);
    return (int) received;
  }

  private static void header(Scratch scratch, int length, long control) {
    scratch.putInt64(msghdr.msg_name, 0);
    scratch.putInt64(msghdr.msg_namelen, 0);
    scratch.putInt64(msghdr.msg_iov, scratch.struct() + VECTOR);
    scratch.putInt64(msghdr.msg_iovlen, 1);
    scratch.putInt64(msghdr.msg_control, scratch.struct() + CONTROL);
    scratch.putInt64(msghdr.msg_controllen, control);
    scratch.putInt64(msghdr.msg_flags, 0);
    scratch.putInt64(VECTOR + iovec.iov_base, scratch.data());
    scratch.putInt64(VECTOR + iovec.iov_len, length);
  }

  /// A stream socket gives at most one piece of control data: nobody asks for credentials.
  private static void adopt(Scratch scratch, List<Fd> descriptors) {
    if (scratch.int64(msghdr.msg_controllen) < cmsghdr.sizeof
        || scratch.int32(CONTROL + cmsghdr.cmsg_type) != Socket.SCM_RIGHTS) {
      return;
    }
    int end = CONTROL + (int) scratch.int64(CONTROL + cmsghdr.cmsg_len);
    for (int at = NUMBERS; at + Integer.BYTES <= end; at += Integer.BYTES) {
      descriptors.add(Fd.adopt(scratch.int32(at)));
    }
  }
}
