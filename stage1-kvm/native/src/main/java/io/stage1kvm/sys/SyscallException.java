package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.ErrnoText;
import java.io.IOException;

/// A system call has failed: which one, with which arguments, and why.
///
/// The text is `openat(dirfd=5, 'x', O_RDONLY): ENOENT (No such file or directory)`.
public final class SyscallException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  public SyscallException(String call, int errno) {
    super(call + ": " + ErrnoText.of(errno));
    this.call = call;
    this.errno = errno;
  }

  /// The call with its arguments as C would show them.
  public String call() {
    return call;
  }

  /// One of the constants of [io.stage1kvm.sys.abi.Errno].
  public int errno() {
    return errno;
  }
}
