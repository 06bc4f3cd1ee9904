package io.stage1kvm.sys.abi;

/// Terminals: `<asm/termbits.h>`, `<asm/ioctls.h>`, `<asm/termios.h>`. The structures are the
/// kernel's, not those of glibc.
public final class Termios {
  // requests of ioctl(2)
  public static final int TCGETS = 0x5401;
  public static final int TCSETS = 0x5402;
  public static final int TCSETSW = 0x5403;
  public static final int TCSETSF = 0x5404;
  public static final int TIOCGWINSZ = 0x5413;
  public static final int TIOCSWINSZ = 0x5414;
  public static final int TIOCSCTTY = 0x540e;
  public static final int TIOCGPTN = 0x80045430;
  public static final int TIOCSPTLCK = 0x40045431;

  // c_iflag
  public static final int IGNBRK = 1;
  public static final int BRKINT = 2;
  public static final int PARMRK = 8;
  public static final int ISTRIP = 0x20;
  public static final int INLCR = 0x40;
  public static final int IGNCR = 0x80;
  public static final int ICRNL = 0x100;
  public static final int IXON = 0x400;

  // c_oflag
  public static final int OPOST = 1;

  // c_cflag
  public static final int CSIZE = 0x30;
  public static final int CS8 = 0x30;
  public static final int PARENB = 0x100;

  // c_lflag
  public static final int ISIG = 1;
  public static final int ICANON = 2;
  public static final int ECHO = 8;
  public static final int ECHONL = 0x40;
  public static final int IEXTEN = 0x8000;

  // indexes into c_cc
  public static final int VTIME = 5;
  public static final int VMIN = 6;

  private Termios() {}

  /// Size and offsets in bytes of `struct termios`.
  public static final class termios {
    public static final int sizeof = 36;
    public static final int c_iflag = 0;
    public static final int c_oflag = 4;
    public static final int c_cflag = 8;
    public static final int c_lflag = 12;
    public static final int c_line = 16;
    public static final int c_cc = 17;

    private termios() {}
  }

  /// Size and offsets in bytes of `struct winsize`.
  public static final class winsize {
    public static final int sizeof = 8;
    public static final int ws_row = 0;
    public static final int ws_col = 2;
    public static final int ws_xpixel = 4;
    public static final int ws_ypixel = 6;

    private winsize() {}
  }
}
