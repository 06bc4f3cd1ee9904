package io.stage1kvm.vmm.virtio.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Ethernet frames of a guest with 192.0.2.2 for a host with 192.0.2.1, with the header of virtio.
final class Frames {

  static final byte[] GUEST_MAC = {0x52, 0x54, 0, 0, 0, 1};
  static final int ARP = 0x0806;
  static final int IPV4 = 0x0800;
  static final int ETHERNET = Tap.HEADER + 14;
  static final int UDP = ETHERNET + 20;
  static final int PAYLOAD = UDP + 8;

  private static final byte[] HOST = {(byte) 192, 0, 2, 1};
  private static final byte[] GUEST = {(byte) 192, 0, 2, 2};
  private static final int UDP_PROTOCOL = 17;
  private static final int NEEDS_CSUM = 1;
  private static final int UDP_CHECKSUM = 6;

  private Frames() {}

  /// Who has the host's address.
  static byte[] arpRequest() {
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET + 28).position(Tap.HEADER);
    frame.putLong(0xffff_ffff_ffff_5254L).putInt(1).putShort((short) ARP);
    frame.putShort((short) 1).putShort((short) IPV4).putShort((short) 0x0604).putShort((short) 1);
    frame.put(GUEST_MAC).put(GUEST).put(new byte[6]).put(HOST);
    return frame.array();
  }

  /// A datagram to the host whose checksum is left to others.
  static byte[] datagram(byte[] hostMac, int port, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(PAYLOAD + payload.length);
    frame.put(0, (byte) NEEDS_CSUM);
    frame.putShort(6, Short.reverseBytes((short) (UDP - Tap.HEADER)));
    frame.putShort(8, Short.reverseBytes((short) UDP_CHECKSUM));
    frame.position(Tap.HEADER).put(hostMac).put(GUEST_MAC).putShort((short) IPV4);
    int length = 8 + payload.length;
    frame.putShort((short) 0x4500).putShort((short) (20 + length)).putInt(0);
    frame.put((byte) 64).put((byte) UDP_PROTOCOL).putShort((short) 0).put(GUEST).put(HOST);
    frame.putShort(ETHERNET + 10, (short) ~sum(frame, ETHERNET, 20));
    frame.putShort((short) 7).putShort((short) port).putShort((short) length);
    // Of addresses, protocol and length; the rest is added by whoever finishes it.
    int pseudo = sum(frame, ETHERNET + 12, 8) + UDP_PROTOCOL + length;
    frame.putShort((short) (pseudo + (pseudo >>> 16))).put(payload);
    return frame.array();
  }

  private static int sum(ByteBuffer frame, int offset, int length) {
    int sum = 0;
    for (int i = 0; i < length; i += 2) {
      sum += Short.toUnsignedInt(frame.getShort(offset + i));
    }
    return (sum & 0xffff) + (sum >>> 16);
  }

  static int type(byte[] frame) {
    return Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(ETHERNET - 2));
  }

  static byte[] source(byte[] frame) {
    return Arrays.copyOfRange(frame, Tap.HEADER + 6, Tap.HEADER + 12);
  }

  /// In how many chains it lies.
  static int buffers(byte[] frame) {
    return Short.toUnsignedInt(Short.reverseBytes(ByteBuffer.wrap(frame).getShort(10)));
  }
}
