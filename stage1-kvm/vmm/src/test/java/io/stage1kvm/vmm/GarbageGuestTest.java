package io.stage1kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.testkit.Holdings;
import io.stage1kvm.vmm.virtio.net.TestNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real processor writes garbage to every register of every device, for `-Dgarbage.seconds`. A
/// machine that ends, as most do soon by a fault of the guest, is followed by the next. Afterwards
/// the process is as it was before. With `/dev/kvm`, as root.
@Timeout(600)
final class GarbageGuestTest {
  private static final int SECONDS = Integer.getInteger("garbage.seconds", 10);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final Duration LIFE = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(60);

  /// Of the heap, after a collection: the first run of code keeps some.
  private static final long SLACK = 4 << 20;

  @TempDir private Path dir;
  private final SortedMap<String, Integer> ends = new TreeMap<>();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private int machines;

  @BeforeEach
  void needsKvm() {
    assumeTrue(Files.exists(Path.of("/dev/kvm")), "this host has no /dev/kvm");
  }

  @Test
  void leavesTheProcessHealthy() throws Exception {
    TestNetwork.run(
        () -> {
          GarbageGuest guest = new GarbageGuest(dir);
          for (int i = 0; i < 10; i++) {
            runGarbage(guest); // So that all classes and pools are there.
          }
          behaves(guest);
          Holdings before = Holdings.now();
          long heap = heap();
          long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
          while (System.nanoTime() < end) {
            runGarbage(guest);
          }
          System.out.printf(
              "garbage: seed %d, %d machines, %d accesses, ends %s%n",
              SEED, machines, guest.accesses(), ends);
          assertThat(before.changes()).isEmpty();
          assertThat(heap()).isLessThan(heap + SLACK);
          behaves(guest);
        });
    assertThat(ends.keySet()).contains("GuestFailure").doesNotContain("HostFailure");
  }

  private void runGarbage(GarbageGuest guest) throws Exception {
    int seed = random.nextInt() | 1;
    VmEnd end = guest.run(GarbageGuest.Mode.GARBAGE, seed, LIFE);
    machines++;
    ends.merge(end.getClass().getSimpleName(), 1, Integer::sum);
    if (end instanceof VmEnd.HostFailure failure) {
      throw new AssertionError(
          "machine " + machines + " of -Dfuzz.seed=" + SEED + ", guest's seed " + seed,
          failure.cause());
    }
  }

  private static void behaves(GarbageGuest guest) throws Exception {
    guest.writeDisk();
    assertThat(guest.run(GarbageGuest.Mode.WELL_BEHAVED, 1, SOON)).isEqualTo(new VmEnd.PowerOff());
  }

  private static long heap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
