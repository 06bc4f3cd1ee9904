package io.stage1kvm.pod.seccomp;

import java.util.Map;

/// Compiles a policy to a classic BPF program for seccomp(2). The program sees `struct
/// seccomp_data`:
/// the number of the call at offset 0, the architecture at offset 4.
///
/// Only calls of x86-64 are judged one by one. Calls of 32-bit programs have other numbers: they
/// are blocked by
/// killing, since a filter that lets them pass is none.
public final class SeccompCompiler {
  static final int AUDIT_ARCH_X86_64 = 0xC000_003E;
  static final int RET_ALLOW = 0x7FFF_0000;
  static final int RET_ERRNO = 0x0005_0000;
  static final int RET_KILL_PROCESS = 0x8000_0000;

  /// Calls of the x32 interface have this bit.
  private static final int X32_BIT = 0x4000_0000;

  private static final int ENOSYS = 38;

  /// statx: the first call that Linux had not when the default lists were made. What is newer and
  /// not allowed is answered as a kernel of that time would, so that programs fall back instead of
  /// dying.
  private static final int FIRST_NEWER = 332;

  private static final int NUMBER_OFFSET = 0;
  private static final int ARCH_OFFSET = 4;

  private final int[] verdicts;
  private final Program program = new Program();

  private SeccompCompiler(int[] verdicts) {
    this.verdicts = verdicts;
  }

  /// The program: `struct sock_filter[]`, little endian.
  public static byte[] compile(SeccompPolicy policy) {
    return new SeccompCompiler(verdicts(policy)).emit();
  }

  /// What happens with each call; the last one stands for all that are higher.
  private static int[] verdicts(SeccompPolicy policy) {
    Map<String, Integer> numbers = SyscallTable.numbers();
    boolean[] named = new boolean[SyscallTable.LAST + 2];
    policy.calls().forEach(call -> named[numbers.get(call)] = true);
    int blocked =
        policy.errno().isPresent() ? RET_ERRNO | policy.errno().getAsInt() : RET_KILL_PROCESS;
    int[] verdicts = new int[named.length];
    for (int call = 0; call < verdicts.length; call++) {
      if (named[call] == policy.allows()) {
        verdicts[call] = RET_ALLOW;
      } else if (policy.allows() && policy.errno().isEmpty() && call >= FIRST_NEWER) {
        verdicts[call] = RET_ERRNO | ENOSYS;
      } else {
        verdicts[call] = blocked;
      }
    }
    return verdicts;
  }

  private byte[] emit() {
    program.load(ARCH_OFFSET);
    program.jumpIfEqual(AUDIT_ARCH_X86_64, 1, 0);
    program.ret(RET_KILL_PROCESS);
    program.load(NUMBER_OFFSET);
    program.jumpIfAtLeast(X32_BIT, 0, 1);
    program.ret(RET_ERRNO | ENOSYS);
    search(0, verdicts.length - 1);
    return program.bytes();
  }

  /// Halves the numbers from `first` to `last` until all of a half have one verdict: a call is
  /// judged
  /// after eight or nine comparisons.
  private void search(int first, int last) {
    int change = first;
    while (change < last && verdicts[change + 1] == verdicts[first]) {
      change++;
    }
    if (change == last) {
      program.ret(verdicts[first]);
      return;
    }
    int middle = boundary(first, last);
    program.jumpIfAtLeast(middle, 0, 1);
    int upper = program.jump(); // a condition by itself reaches 255 instructions only
    search(first, middle - 1);
    program.land(upper);
    search(middle, last);
  }

  /// The number nearest to the middle where a new verdict begins.
  private int boundary(int first, int last) {
    int middle = (first + last + 1) >>> 1;
    for (int distance = 0; ; distance++) {
      if (begins(middle - distance, first)) {
        return middle - distance;
      }
      if (middle + distance <= last && begins(middle + distance, first)) {
        return middle + distance;
      }
    }
  }

  private boolean begins(int call, int first) {
    return call > first && verdicts[call] != verdicts[call - 1];
  }
}
