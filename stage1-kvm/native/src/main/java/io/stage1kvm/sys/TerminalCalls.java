package io.stage1kvm.sys;

/// Terminals.
public interface TerminalCalls {

  boolean isatty(Fd file);

  TerminalMode tcgetattr(Fd terminal) throws SyscallException;

  /// Sets the mode once all output has been written (`TCSADRAIN`).
  void tcsetattr(Fd terminal, TerminalMode mode) throws SyscallException;

  WindowSize getWindowSize(Fd terminal) throws SyscallException;

  void setWindowSize(Fd terminal, WindowSize size) throws SyscallException;
}
