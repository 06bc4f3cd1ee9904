package io.stage1kvm.sys.jna;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/// `syscall(2)` by JNA's interface mapping: some 5 µs a call, but ready with the library itself.
final class ReflectiveCall {

  private final Function syscall = NativeLibrary.getProcess().getFunction("syscall");

  long syscall(long number, long a, long b, long c, long d, long e, long f) {
    return syscall.invokeLong(new Object[] {number, a, b, c, d, e, f});
  }
}
