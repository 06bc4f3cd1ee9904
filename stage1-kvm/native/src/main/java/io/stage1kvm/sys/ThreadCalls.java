package io.stage1kvm.sys;

/// The calling thread as the kernel knows it, and signals to single threads. Constants are in
/// [io.stage1kvm.sys.abi.Signal].
public interface ThreadCalls {

  /// The kernel's number of the calling thread; it is given to another one when this one ends.
  int gettid();

  /// Sends a signal to one thread of this process.
  ///
  /// @param thread from [#gettid] and still alive: the kernel would not tell a successor from it
  void tgkill(int thread, int signal) throws SyscallException;

  /// Blocks a signal in the calling thread and returns the mask with it: bit `n - 1` for the signal
  /// `n`.
  long blockSignal(int signal) throws SyscallException;

  /// Takes a blocked signal that waits for the calling thread, without waiting for it.
  ///
  /// @return whether one did
  boolean takePending(int signal) throws SyscallException;
}
