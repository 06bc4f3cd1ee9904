package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.Fcntl;
import java.util.concurrent.atomic.AtomicInteger;

/// An open file descriptor with one owner, who closes it. Every descriptor that this module
/// opens has `O_CLOEXEC`.
///
/// Closing while another thread uses the descriptor is the owner's mistake: the kernel gives
/// the number to the next file that is opened.
public final class Fd implements AutoCloseable {

  /// The current directory, for calls that take a directory. Closing it does nothing.
  public static final Fd CWD = new Fd(Fcntl.AT_FDCWD, false);

  private static final int CLOSED = -1;

  private final AtomicInteger number;
  private final boolean owned;

  private Fd(int number, boolean owned) {
    this.number = new AtomicInteger(number);
    this.owned = owned;
  }

  /// Takes over a descriptor that nobody else will close.
  public static Fd adopt(int number) {
    return new Fd(requireOpen(number), true);
  }

  /// A descriptor that belongs to someone else, such as 0, 1 and 2: [#close] leaves it open.
  public static Fd borrow(int number) {
    return new Fd(requireOpen(number), false);
  }

  /// The number, for as long as the descriptor is open.
  public int number() {
    int n = number.get();
    if (n == CLOSED) {
      throw new IllegalStateException("file descriptor is closed");
    }
    return n;
  }

  /// Gives up the ownership and returns the number.
  public int release() {
    int n = number.getAndSet(CLOSED);
    if (n == CLOSED) {
      throw new IllegalStateException("file descriptor is closed");
    }
    return n;
  }

  /// `/proc/self/fd/5`: a path to the same file, also for calls that refuse an `O_PATH` descriptor.
  /// `self` is the process that opens it, and `/proc` must be mounted.
  public String procPath() {
    return "/proc/self/fd/" + number();
  }

  /// Closes; a second time does nothing. An error (a write that failed late) is thrown after
  /// the number was given back.
  @Override
  public void close() throws SyscallException {
    if (!owned) {
      return;
    }
    int n = number.getAndSet(CLOSED);
    if (n != CLOSED) {
      LinuxFileCalls.INSTANCE.close(n);
    }
  }

  @Override
  public String toString() {
    int n = number.get();
    if (n == Fcntl.AT_FDCWD) {
      return "AT_FDCWD";
    }
    return n == CLOSED ? "closed" : Integer.toString(n);
  }

  private static int requireOpen(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("fd '" + number + "' must not be negative");
    }
    return number;
  }
}
