package io.stage1kvm.sys.abi;

/// Virtual network interfaces: `<linux/if_tun.h>`, `<linux/if.h>`.
public final class Tun {
  public static final int IFNAMSIZ = 16;

  // requests to /dev/net/tun
  public static final int TUNSETIFF = 0x400454ca;
  public static final int TUNSETOFFLOAD = 0x400454d0;
  public static final int TUNSETVNETHDRSZ = 0x400454d8;

  // ifr_flags of TUNSETIFF
  public static final int IFF_TAP = 2;
  public static final int IFF_NO_PI = 0x1000;
  public static final int IFF_VNET_HDR = 0x4000;

  // TUNSETOFFLOAD
  public static final int TUN_F_CSUM = 1;
  public static final int TUN_F_TSO4 = 2;
  public static final int TUN_F_TSO6 = 4;

  private Tun() {}

  /// Size and offsets in bytes of `struct ifreq`.
  public static final class ifreq {
    public static final int sizeof = 40;
    public static final int ifr_name = 0;
    public static final int ifr_flags = 16;

    private ifreq() {}
  }
}
