package io.stage1kvm.sys;

import io.stage1kvm.sys.jna.LibC;

/// System calls by their number of arguments, and their failures.
final class Kernel {

  private Kernel() {}

  static long call(int number) {
    return LibC.syscall(number, 0, 0, 0, 0, 0, 0);
  }

  static long call(int number, long a) {
    return LibC.syscall(number, a, 0, 0, 0, 0, 0);
  }

  static long call(int number, long a, long b) {
    return LibC.syscall(number, a, b, 0, 0, 0, 0);
  }

  static long call(int number, long a, long b, long c) {
    return LibC.syscall(number, a, b, c, 0, 0, 0);
  }

  static long call(int number, long a, long b, long c, long d) {
    return LibC.syscall(number, a, b, c, d, 0, 0);
  }

  static long call(int number, long a, long b, long c, long d, long e) {
    return LibC.syscall(number, a, b, c, d, e, 0);
  }

  static long call(int number, long a, long b, long c, long d, long e, long f) {
    return LibC.syscall(number, a, b, c, d, e, f);
  }

  /// The failure of the thread's last call, whose text is put together only now.
  static SyscallException failure(String name, Object... arguments) {
    int errno = LibC.errno();
    return new SyscallException(Text.call(name, arguments), errno);
  }
}
