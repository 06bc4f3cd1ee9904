package io.stage1kvm.sys.abi;

/// What signals do: `<asm/signal.h>`, which is the kernel's side of it, not that of glibc.
public final class Sigaction {
  public static final int SA_RESTORER = 0x0400_0000;
  public static final int SA_RESTART = 0x1000_0000;

  private Sigaction() {}

  /// Size and offsets in bytes of `struct sigaction`.
  public static final class sigaction {
    public static final int sizeof = 32;
    public static final int sa_handler = 0;
    public static final int sa_flags = 8;
    public static final int sa_restorer = 16;
    public static final int sa_mask = 24;

    private sigaction() {}
  }
}
