package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.SYS_chdir;
import static io.stage1kvm.sys.abi.Syscall.SYS_execve;
import static io.stage1kvm.sys.abi.Syscall.SYS_rt_sigprocmask;

import io.stage1kvm.sys.abi.Signal;
import io.stage1kvm.sys.jna.LibC;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

final class LinuxExecCalls implements ExecCalls {

  static final LinuxExecCalls INSTANCE = new LinuxExecCalls();

  /// Bytes of the kernel's signal set: 64 signals.
  private static final int SIGSET_SIZE = 8;

  private LinuxExecCalls() {}

  @Override
  public void chdir(String path) throws SyscallException {
    byte[] name = Scratch.utf8(path);
    if (call(SYS_chdir, Scratch.get().name(name, "chdir")) < 0) {
      throw failure("chdir", name);
    }
  }

  @Override
  public void unblockSignals() throws SyscallException {
    Scratch scratch = Scratch.get();
    scratch.putInt64(0, 0);
    if (call(SYS_rt_sigprocmask, Signal.SIG_SETMASK, scratch.struct(), 0, SIGSET_SIZE) < 0) {
      throw failure("rt_sigprocmask", "SIG_SETMASK", "{}");
    }
  }

  @Override
  public void execve(String path, List<byte[]> arguments, List<byte[]> environment)
      throws SyscallException {
    byte[] name = Scratch.utf8(path);
    ByteBuffer argv = pointers(arguments);
    ByteBuffer envp = pointers(environment);
    try {
      call(SYS_execve, Scratch.get().name(name, "execve"), LibC.address(argv), LibC.address(envp));
    } finally {
      Reference.reachabilityFence(argv); // The call uses the memory by its bare address.
      Reference.reachabilityFence(envp);
    }
    throw failure("execve", name);
  }

  /// `char *[]`: the pointers with a null behind them, then the strings they point to.
  private static ByteBuffer pointers(List<byte[]> strings) {
    int table = (strings.size() + 1) * Long.BYTES;
    int size = table + strings.stream().mapToInt(string -> string.length + 1).sum();
    ByteBuffer memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    long address = LibC.address(memory);
    int next = table;
    for (int i = 0; i < strings.size(); i++) {
      memory.putLong(i * Long.BYTES, address + next);
      memory.put(next, strings.get(i));
      next += strings.get(i).length + 1; // Direct memory begins as zeros: the string is closed.
    }
    return memory;
  }
}
