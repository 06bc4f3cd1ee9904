package io.stage1kvm.vmm.virtio.rng;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Requests for random numbers to anywhere, of any length: those that lie in memory are filled, no
/// further than they reach.
final class RngFuzzTest {
  private static final long TARGET = 0x1000;
  private static final int SPACE = 0x8000;

  private static final byte[] MARK = {'m', 'a', 'r', 'k'};

  private final byte[] read = new byte[MARK.length];
  private FakeDriver driver;
  private long filled;

  @Test
  void fillsOnlyWhatWasAskedFor() throws Exception {
    try (RngDevice device = new RngDevice();
        FakeDriver opened = FakeDriver.of(device)) {
      driver = opened;
      long faults =
          Fuzz.of("rng", 200_000).refusing(GuestFault.class, driver::restart).run(this::step);
      assertThat(faults).isPositive();
      assertThat(filled).isPositive();
    }
  }

  private void step(SplittableRandom random) throws Exception {
    int length = random.nextInt(64) == 0 ? random.nextInt() : random.nextInt(SPACE / 2);
    long address = random.nextInt(64) == 0 ? random.nextLong() : TARGET + random.nextInt(SPACE / 2);
    int flags = random.nextInt(8) == 0 ? random.nextInt(4) & ~1 : FakeQueue.WRITE;
    FakeQueue queue = driver.queue(0);
    queue.descriptor(0, address, length, flags, 0);
    long behind = address + Math.min(length, RngDevice.BYTES_PER_REQUEST);
    boolean inside = length >= 0 && address >= TARGET && behind <= TARGET + SPACE;
    if (inside) {
      driver.memory().write(behind, MARK);
    }
    queue.offer(0);
    driver.kick(0);
    queue.used();
    if (inside) {
      driver.memory().read(behind, read, 0, MARK.length);
      assertThat(read).isEqualTo(MARK);
      filled += flags == FakeQueue.WRITE ? 1 : 0;
    }
  }
}
