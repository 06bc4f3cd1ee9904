package io.stage1kvm.sys;

/// Processes. Constants are in [io.stage1kvm.sys.abi.Signal] and [io.stage1kvm.sys.abi.Prctl].
public interface ProcessCalls {

  int getpid();

  int getppid();

  int getuid();

  int geteuid();

  /// @param pid a process, or a process group as a negative number
  /// @param signal 0 only asks whether the process is there
  void kill(int pid, int signal) throws SyscallException;

  /// Many operations, such as `PR_SET_PDEATHSIG`, concern the calling thread only.
  int prctl(int operation, long argument) throws SyscallException;

  /// Sets the file mode mask of the whole process and returns the one before.
  int umask(int mask);
}
