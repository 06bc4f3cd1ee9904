package io.stage1kvm.vmm.device;

/// Bytes that the guest has not read yet, few: who sends them keeps the others.
final class InputFifo {

  private static final int SIZE = 64;

  private final byte[] bytes = new byte[SIZE];
  private int first;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /// Whether there was room.
  boolean add(int value) {
    if (count == SIZE) {
      return false;
    }
    bytes[(first + count++) % SIZE] = (byte) value;
    return true;
  }

  /// The oldest byte, 0 if there is none.
  int take() {
    if (count == 0) {
      return 0;
    }
    int value = bytes[first] & 0xff;
    first = (first + 1) % SIZE;
    count--;
    return value;
  }

  void clear() {
    count = 0;
  }
}
