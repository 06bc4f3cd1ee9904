package io.stage1kvm.guest.message;

import java.util.Arrays;

/// A compiled seccomp filter: `struct sock_filter[]`, little endian, 8 bytes each.
public final class SeccompProgram {
  /// No filter at all.
  public static final SeccompProgram NONE = new SeccompProgram(new byte[0]);

  private static final int INSTRUCTION_BYTES = 8;

  /// The kernel's BPF_MAXINSNS.
  private static final int MAX_INSTRUCTIONS = 4096;

  private final byte[] code;

  private SeccompProgram(byte[] code) {
    this.code = code;
  }

  /// @throws IllegalArgumentException unless it is 1 to 4096 whole instructions
  public static SeccompProgram of(byte[] code) {
    if (code.length == 0
        || code.length % INSTRUCTION_BYTES != 0
        || code.length / INSTRUCTION_BYTES > MAX_INSTRUCTIONS) {
      throw Check.broken(
          "length of seccomp program",
          Integer.toString(code.length),
          "be 1.." + MAX_INSTRUCTIONS + " instructions of " + INSTRUCTION_BYTES + " bytes");
    }
    return new SeccompProgram(code.clone());
  }

  public boolean isNone() {
    return code.length == 0;
  }

  public byte[] code() {
    return code.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeccompProgram program && Arrays.equals(code, program.code);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(code);
  }

  @Override
  public String toString() {
    return "SeccompProgram[" + code.length / INSTRUCTION_BYTES + " instructions]";
  }
}
