package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoVector;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Tun;
import io.stage1kvm.sys.abi.Tun.ifreq;
import java.nio.charset.StandardCharsets;

/// The host's end of a guest's network interface. Each packet has the header of virtio in front of
/// it, which this kernel knows too: checksums and segments are left undone on the way from one to
/// the other.
final class Tap implements AutoCloseable {

  /// `struct virtio_net_hdr_v1`, virtio 1.2 section 5.1.6.
  static final int HEADER = 12;

  private static final String DEVICE = "/dev/net/tun";

  private final Fd file;
  private final String name;

  private Tap(Fd file, String name) {
    this.file = file;
    this.name = name;
  }

  /// Joins an interface of the network namespace that the thread is in; makes it if it is not
  /// there, for as long as the descriptor is open.
  ///
  /// @param name 1 to 15 bytes
  static Tap open(String name) throws SyscallException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 1 || bytes.length >= Tun.IFNAMSIZ) {
      throw new IllegalArgumentException("interface name '" + name + "' must be 1 to 15 bytes");
    }
    Struct request = new Struct(ifreq.sizeof);
    for (int i = 0; i < bytes.length; i++) {
      request.putInt8(ifreq.ifr_name + i, bytes[i]);
    }
    request.putInt16(ifreq.ifr_flags, Tun.IFF_TAP | Tun.IFF_NO_PI | Tun.IFF_VNET_HDR);
    Fd file = Sys.files().openat(Fd.CWD, DEVICE, Fcntl.O_RDWR | Fcntl.O_NONBLOCK);
    try {
      Sys.ioctls().ioctl(file, Tun.TUNSETIFF, request, "TUNSETIFF '" + name + "'");
      Struct size = new Struct(Integer.BYTES);
      size.putInt32(0, HEADER);
      Sys.ioctls().ioctl(file, Tun.TUNSETVNETHDRSZ, size, "TUNSETVNETHDRSZ", "size", HEADER);
      return new Tap(file, name);
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  Fd file() {
    return file;
  }

  String name() {
    return name;
  }

  /// What the reader of packets finishes by itself.
  ///
  /// @param offload `TUN_F_*`
  void setOffload(int offload) throws SyscallException {
    Sys.ioctls().ioctl(file, Tun.TUNSETOFFLOAD, (long) offload, "TUNSETOFFLOAD", "flags", offload);
  }

  long receive(IoVector vector) {
    return Sys.packets().receive(file, vector);
  }

  long send(IoVector vector) {
    return Sys.packets().send(file, vector);
  }

  @Override
  public void close() throws SyscallException {
    file.close();
  }
}
