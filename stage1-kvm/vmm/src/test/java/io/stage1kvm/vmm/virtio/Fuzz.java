package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;
import java.util.Locale;
import java.util.SplittableRandom;

/// Runs many random steps, tells which, and repeats them: `-Dvmm.fuzz.seed=` with what it printed.
/// `-Dvmm.fuzz.steps=` for more steps than usual.
public final class Fuzz {

  /// A step; a [GuestFault] is one of its two good ends, all else that is thrown an escape.
  public interface Step {
    void run(SplittableRandom random) throws Exception;
  }

  /// Undoes what a fault has left behind.
  public interface Repair {
    void run() throws Exception;
  }

  private static final long SEED = Long.getLong("vmm.fuzz.seed", System.nanoTime());

  private Fuzz() {}

  /// @param usual steps when nobody asks for another number
  /// @return how many steps ended in a fault
  public static long run(String name, long usual, Step step, Repair repair) throws Exception {
    long steps = Long.getLong("vmm.fuzz.steps", usual);
    SplittableRandom random = new SplittableRandom(SEED);
    long start = System.nanoTime();
    long faults = 0;
    for (long i = 0; i < steps; i++) {
      try {
        step.run(random);
      } catch (GuestFault e) {
        faults++;
        repair.run();
      } catch (Throwable e) {
        throw new AssertionError("escape: fuzz " + name + ", seed " + SEED + ", step " + i, e);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "fuzz %s: seed %d, %d steps in %.1f s, %d faults, 0 escapes%n",
        name,
        SEED,
        steps,
        seconds,
        faults);
    return faults;
  }

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
