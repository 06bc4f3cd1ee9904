package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_ioctl;

import io.stage1kvm.sys.abi.Termios;
import io.stage1kvm.sys.abi.Termios.termios;
import io.stage1kvm.sys.abi.Termios.winsize;

final class LinuxTerminalCalls implements TerminalCalls {

  static final LinuxTerminalCalls INSTANCE = new LinuxTerminalCalls();

  private LinuxTerminalCalls() {}

  @Override
  public boolean isatty(Fd file) {
    return call(SYS_ioctl, file.number(), Termios.TCGETS, Scratch.get().struct()) == 0;
  }

  @Override
  public TerminalMode tcgetattr(Fd terminal) throws SyscallException {
    Scratch scratch = Scratch.get();
    ioctl(terminal, Termios.TCGETS, "TCGETS", scratch);
    byte[] bytes = new byte[termios.sizeof];
    scratch.structBytes(bytes);
    return new TerminalMode(bytes);
  }

  @Override
  public void tcsetattr(Fd terminal, TerminalMode mode) throws SyscallException {
    Scratch scratch = Scratch.get();
    scratch.putStructBytes(mode.bytes());
    ioctl(terminal, Termios.TCSETSW, "TCSETSW", scratch);
  }

  @Override
  public WindowSize getWindowSize(Fd terminal) throws SyscallException {
    Scratch scratch = Scratch.get();
    ioctl(terminal, Termios.TIOCGWINSZ, "TIOCGWINSZ", scratch);
    return new WindowSize(scratch.uint16(winsize.ws_row), scratch.uint16(winsize.ws_col));
  }

  @Override
  public void setWindowSize(Fd terminal, WindowSize size) throws SyscallException {
    Scratch scratch = Scratch.get();
    scratch.putInt16(winsize.ws_row, size.rows());
    scratch.putInt16(winsize.ws_col, size.columns());
    scratch.putInt16(winsize.ws_xpixel, 0);
    scratch.putInt16(winsize.ws_ypixel, 0);
    ioctl(terminal, Termios.TIOCSWINSZ, "TIOCSWINSZ", scratch);
  }

  private static void ioctl(Fd terminal, int request, String name, Scratch argument)
      throws SyscallException {
    // Requests are unsigned: those with bit 31 must not be sign-extended.
    long unsigned = Integer.toUnsignedLong(request);
    if (call(SYS_ioctl, terminal.number(), unsigned, argument.struct()) < 0) {
      throw failure("ioctl", name, "fd=" + terminal);
    }
  }
}
