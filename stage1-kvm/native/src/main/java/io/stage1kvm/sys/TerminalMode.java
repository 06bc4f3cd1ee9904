package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.Termios;
import io.stage1kvm.sys.abi.Termios.termios;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The settings of a terminal, to keep and to give back: the kernel's `struct termios`.
public final class TerminalMode {

  private final byte[] bytes;

  TerminalMode(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /// The same with every byte passed on as it comes, both ways, like `cfmakeraw`.
  public TerminalMode raw() {
    ByteBuffer raw = ByteBuffer.wrap(bytes()).order(ByteOrder.nativeOrder());
    clear(
        raw,
        termios.c_iflag,
        Termios.IGNBRK
            | Termios.BRKINT
            | Termios.PARMRK
            | Termios.ISTRIP
            | Termios.INLCR
            | Termios.IGNCR
            | Termios.ICRNL
            | Termios.IXON);
    clear(raw, termios.c_oflag, Termios.OPOST);
    clear(
        raw,
        termios.c_lflag,
        Termios.ECHO | Termios.ECHONL | Termios.ICANON | Termios.ISIG | Termios.IEXTEN);
    clear(raw, termios.c_cflag, Termios.CSIZE | Termios.PARENB);
    raw.putInt(termios.c_cflag, raw.getInt(termios.c_cflag) | Termios.CS8);
    raw.put(termios.c_cc + Termios.VMIN, (byte) 1);
    raw.put(termios.c_cc + Termios.VTIME, (byte) 0);
    return new TerminalMode(raw.array());
  }

  private static void clear(ByteBuffer mode, int field, int bits) {
    mode.putInt(field, mode.getInt(field) & ~bits);
  }
}
