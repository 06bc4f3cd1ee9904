package io.stage1kvm.vmm.virtio;

import java.util.SplittableRandom;

/// Where and how long the pieces of a chain are that a hostile guest would offer.
final class RandomPieces {

  private RandomPieces() {}

  /// An address that is often nearly right.
  static long address(SplittableRandom random, long memorySize) {
    return switch (random.nextInt(64)) {
      case 0 -> random.nextLong();
      case 1 -> memorySize - random.nextInt(64);
      case 2 -> 0x1_0000_0000L + random.nextInt(4096);
      case 3 -> random.nextLong(memorySize) & -16;
      default -> random.nextLong(memorySize);
    };
  }

  /// A length that is mostly small.
  static int length(SplittableRandom random) {
    return switch (random.nextInt(16)) {
      case 0 -> random.nextInt();
      case 1 -> 0;
      case 2 -> 0x10_0000;
      case 3 -> 16 * random.nextInt(1100);
      default -> random.nextInt(600);
    };
  }
}
