package io.stage1kvm.stage1;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.TerminalMode;
import io.stage1kvm.sys.WindowSize;
import java.util.Optional;
import java.util.function.Consumer;

/// The caller's terminal, raw while a program in the guest has it. Closed on every way out: else
/// the
/// operator's shell would stay without echo.
final class HostTerminal implements AutoCloseable {
  /// How often the window's size is looked at: the JVM gives no SIGWINCH to programs.
  private static final long POLL_MS = 200;

  private static final Fd INPUT = Fd.borrow(0);
  private static final Fd OUTPUT = Fd.borrow(1);

  private final TerminalMode before;
  private final Thread watcher;
  private final Thread restoreAtExit = new Thread(this::restore, "terminal-restore");

  private HostTerminal(TerminalMode before, WindowSize first, Consumer<WindowSize> onResize) {
    this.before = before;
    this.watcher = Thread.ofVirtual().name("window-size").unstarted(() -> watch(first, onResize));
  }

  /// The size of the terminal on standard input and output, if there is one. With only one of them
  /// a program must not have a terminal either: it would change the bytes that go into a pipe or
  /// come out of it.
  static Optional<WindowSize> size() {
    try {
      return Sys.terminals().isatty(INPUT) && Sys.terminals().isatty(OUTPUT)
          ? Optional.of(Sys.terminals().getWindowSize(INPUT))
          : Optional.empty();
    } catch (SyscallException e) {
      return Optional.empty(); // it has gone since: then there is none
    }
  }

  /// Makes the terminal raw and reports each new size.
  static HostTerminal raw(WindowSize first, Consumer<WindowSize> onResize) throws SyscallException {
    TerminalMode before = Sys.terminals().tcgetattr(INPUT);
    HostTerminal terminal = new HostTerminal(before, first, onResize);
    Runtime.getRuntime().addShutdownHook(terminal.restoreAtExit);
    Sys.terminals().tcsetattr(INPUT, before.raw());
    terminal.watcher.start();
    return terminal;
  }

  private void watch(WindowSize first, Consumer<WindowSize> onResize) {
    WindowSize last = first;
    try {
      while (true) {
        Thread.sleep(POLL_MS);
        WindowSize now = Sys.terminals().getWindowSize(INPUT);
        if (!now.equals(last)) {
          last = now;
          onResize.accept(now);
        }
      }
    } catch (InterruptedException | SyscallException e) {
      return; // closed, or the terminal has gone: no more sizes
    }
  }

  private void restore() {
    try {
      Sys.terminals().tcsetattr(INPUT, before);
    } catch (SyscallException e) {
      return; // the terminal has gone: nothing is left to restore
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(restoreAtExit);
    } catch (IllegalStateException e) {
      return; // the JVM shuts down and runs the hook itself
    }
  }
}
