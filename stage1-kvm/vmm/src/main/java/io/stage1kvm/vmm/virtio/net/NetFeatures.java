package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.abi.Tun;
import io.stage1kvm.vmm.virtio.ConfigSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// Features and configuration space of the network device, virtio 1.2 section 5.1.3. "Guest" says
/// what the driver can
/// receive, "host" what it may send.
final class NetFeatures {

  static final long CSUM = 1L;
  static final long GUEST_CSUM = 1L << 1;
  static final long MTU = 1L << 3;
  static final long MAC = 1L << 5;
  static final long GUEST_TSO4 = 1L << 7;
  static final long GUEST_TSO6 = 1L << 8;
  static final long HOST_TSO4 = 1L << 11;
  static final long HOST_TSO6 = 1L << 12;
  static final long MRG_RXBUF = 1L << 15;

  static final long OFFERED =
      CSUM | GUEST_CSUM | MTU | MAC | GUEST_TSO4 | GUEST_TSO6 | HOST_TSO4 | HOST_TSO6 | MRG_RXBUF;

  private static final int MAC_SIZE = 6;
  private static final int MTU_PLACE = 10;
  private static final int CONFIG_SIZE = 12;
  private static final int MIN_MTU = 68;
  private static final int MAX_MTU = 65_535;

  private NetFeatures() {}

  private static void check(byte[] mac, int mtu) {
    if (mac.length != MAC_SIZE || (mac[0] & 1) != 0) {
      throw new IllegalArgumentException(
          "mac '" + HexFormat.ofDelimiter(":").formatHex(mac) + "' must be 6 bytes, no group's");
    }
    if (mtu < MIN_MTU || mtu > MAX_MTU) {
      throw new IllegalArgumentException("mtu '" + mtu + "' must be 68 to 65535");
    }
  }

  /// The configuration space, section 5.1.4.
  static ConfigSpace config(byte[] mac, int mtu) {
    check(mac, mtu);
    return new ConfigSpace(
        ByteBuffer.allocate(CONFIG_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(0, mac)
            .putShort(MTU_PLACE, (short) mtu)
            .array());
  }

  /// What the kernel may leave to the driver.
  static int offload(long features) {
    if ((features & GUEST_CSUM) == 0) {
      return 0; // Segments have no checksums either.
    }
    int offload = Tun.TUN_F_CSUM;
    if ((features & GUEST_TSO4) != 0) {
      offload |= Tun.TUN_F_TSO4;
    }
    if ((features & GUEST_TSO6) != 0) {
      offload |= Tun.TUN_F_TSO6;
    }
    return offload;
  }
}
