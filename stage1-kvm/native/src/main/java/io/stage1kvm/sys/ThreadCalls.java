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

  /// Makes a signal of this process do nothing but end a call that waits in the thread that it is
  /// sent to. Calls of the kernel's that can go on afterwards do.
  ///
  /// @param signal one that neither the JVM nor libc uses
  void endWaitingBy(int signal) throws SyscallException;
}
