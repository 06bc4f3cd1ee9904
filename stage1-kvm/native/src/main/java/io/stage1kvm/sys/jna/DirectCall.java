package io.stage1kvm.sys.jna;

import com.sun.jna.Native;

/// `syscall(2)` by JNA's direct mapping: some 0.3 µs a call, and nothing is allocated. To register
/// it,
/// JNA describes to itself by reflection how C passes structures, which no archive of classes can
/// hold.
final class DirectCall {

  private DirectCall() {}

  static void register() {
    // No name: the C library that the JVM itself is linked with.
    Native.register(DirectCall.class, (String) null);
  }

  static native long syscall(long number, long a, long b, long c, long d, long e, long f);
}
