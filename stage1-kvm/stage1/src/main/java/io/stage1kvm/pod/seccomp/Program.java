package io.stage1kvm.pod.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A classic BPF program being written (`linux/filter.h`, `linux/bpf_common.h`).
final class Program {
  static final int LOAD_WORD = 0x20;
  static final int JUMP_ALWAYS = 0x05;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int JUMP_IF_AT_LEAST = 0x35;
  static final int RETURN = 0x06;
  static final int INSTRUCTION_BYTES = 8;

  /// The kernel's BPF_MAXINSNS.
  private static final int MOST = 4096;

  private final ByteBuffer code =
      ByteBuffer.allocate(MOST * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /// The number of instructions so far.
  int size() {
    return code.position() / INSTRUCTION_BYTES;
  }

  private void instruction(int operation, int ifTrue, int ifFalse, int operand) {
    code.putShort((short) operation).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
  }

  void load(int offset) {
    instruction(LOAD_WORD, 0, 0, offset);
  }

  void ret(int value) {
    instruction(RETURN, 0, 0, value);
  }

  /// Skips so many instructions.
  void jumpIfEqual(int value, int ifTrue, int ifFalse) {
    instruction(JUMP_IF_EQUAL, ifTrue, ifFalse, value);
  }

  /// Skips so many instructions; compares without sign.
  void jumpIfAtLeast(int value, int ifTrue, int ifFalse) {
    instruction(JUMP_IF_AT_LEAST, ifTrue, ifFalse, value);
  }

  /// Goes on at a place that [#land] tells later; returns what to give to it.
  int jump() {
    instruction(JUMP_ALWAYS, 0, 0, 0);
    return size() - 1;
  }

  /// Makes a jump lead to the next instruction.
  void land(int jump) {
    code.putInt(jump * INSTRUCTION_BYTES + 4, size() - jump - 1);
  }

  byte[] bytes() {
    byte[] bytes = new byte[code.position()];
    code.get(0, bytes);
    return bytes;
  }
}
