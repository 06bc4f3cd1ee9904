package io.stage1kvm.sys;

import java.util.List;

/// What a process does to become another program. Words and variables are bytes, since neither an
/// argument nor the environment need be UTF-8.
public interface ExecCalls {

  /// Changes the working directory of the whole process. Java keeps resolving relative paths
  /// against the directory it was started in: only for the last step before [#execve].
  void chdir(String path) throws SyscallException;

  /// Unblocks all signals in the calling thread, whose mask an executed program inherits: the JVM
  /// blocks some in its threads.
  void unblockSignals() throws SyscallException;

  /// Replaces the program of this process, all of its threads included; the process id stays, and
  /// so does every descriptor without `FD_CLOEXEC`. Returns only by failing.
  ///
  /// @param arguments with the program's own name in front
  /// @param environment `KEY=value` each
  void execve(String path, List<byte[]> arguments, List<byte[]> environment)
      throws SyscallException;
}
