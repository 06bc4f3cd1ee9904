package io.stage1kvm.sys.abi;

/// Queues that the kernel serves: `<linux/vhost.h>`, `<linux/vhost_types.h>`.
public final class Vhost {
  private static final int VHOST = 0xaf;

  public static final int VHOST_GET_FEATURES = _IOR(0x00, Long.BYTES);
  public static final int VHOST_SET_FEATURES = _IOW(0x00, Long.BYTES);
  public static final int VHOST_SET_OWNER = VHOST << 8 | 0x01;
  public static final int VHOST_SET_MEM_TABLE = _IOW(0x03, vhost_memory.sizeof);
  public static final int VHOST_SET_VRING_NUM = _IOW(0x10, vhost_vring_state.sizeof);
  public static final int VHOST_SET_VRING_ADDR = _IOW(0x11, vhost_vring_addr.sizeof);
  public static final int VHOST_SET_VRING_BASE = _IOW(0x12, vhost_vring_state.sizeof);
  public static final int VHOST_SET_VRING_KICK = _IOW(0x20, vhost_vring_file.sizeof);
  public static final int VHOST_SET_VRING_CALL = _IOW(0x21, vhost_vring_file.sizeof);
  public static final int VHOST_NET_SET_BACKEND = _IOW(0x30, vhost_vring_file.sizeof);

  private Vhost() {}

  // The macros of <asm-generic/ioctl.h>: direction, size of the argument, type, number.

  private static int _IOW(int number, int size) {
    return 1 << 30 | size << 16 | VHOST << 8 | number;
  }

  private static int _IOR(int number, int size) {
    return 2 << 30 | size << 16 | VHOST << 8 | number;
  }

  /// Size and offsets in bytes of `struct vhost_vring_state`.
  public static final class vhost_vring_state {
    public static final int sizeof = 8;
    public static final int index = 0;
    public static final int num = 4;

    private vhost_vring_state() {}
  }

  /// Size and offsets in bytes of `struct vhost_vring_file`.
  public static final class vhost_vring_file {
    public static final int sizeof = 8;
    public static final int index = 0;
    public static final int fd = 4;

    private vhost_vring_file() {}
  }

  /// Size and offsets in bytes of `struct vhost_vring_addr`.
  public static final class vhost_vring_addr {
    public static final int sizeof = 40;
    public static final int index = 0;
    public static final int flags = 4;
    public static final int desc_user_addr = 8;
    public static final int used_user_addr = 16;
    public static final int avail_user_addr = 24;
    public static final int log_guest_addr = 32;

    private vhost_vring_addr() {}
  }

  /// Size and offsets in bytes of `struct vhost_memory`, without its regions.
  public static final class vhost_memory {
    public static final int sizeof = 8;
    public static final int nregions = 0;
    public static final int regions = 8;

    private vhost_memory() {}
  }

  /// Size and offsets in bytes of `struct vhost_memory_region`.
  public static final class vhost_memory_region {
    public static final int sizeof = 32;
    public static final int guest_phys_addr = 0;
    public static final int memory_size = 8;
    public static final int userspace_addr = 16;
    public static final int flags_padding = 24;

    private vhost_memory_region() {}
  }
}
