package io.stage1kvm.vmm.virtio.balloon;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Requests made at random: each is done or is the guest's fault.
final class BalloonFuzzTest {
  private static final long STEPS = Long.getLong("vmm.fuzz.steps", 30_000);
  private static final long SEED = Long.getLong("vmm.fuzz.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @Test
  void survivesAnyRequest() throws Exception {
    long done = 0;
    long faults = 0;
    while (done < STEPS) {
      BalloonDevice device = new BalloonDevice();
      try (FakeDriver driver = FakeDriver.of(device)) {
        for (int i = 0; i < 200; i++, done++) {
          int number = random.nextInt(5);
          fill(driver.queue(number), number);
          device.writeConfig(random.nextInt(12) - 2, 1 << random.nextInt(4), random.nextLong());
          device.readConfig(random.nextInt(12) - 2, 1 << random.nextInt(4));
          driver.kick(number);
          for (int head : driver.queue(number).used()) {
            if (number < 2) {
              driver.queue(number).take(head);
            }
          }
        }
      } catch (GuestFault fault) {
        faults++;
        done++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", step " + done, e);
      }
    }
    assertThat(faults).as("faults, seed %s", SEED).isPositive();
  }

  private void fill(FakeQueue queue, int number) throws GuestFault {
    if (number >= 2) { // A report; pages behind 0x40000 are queues and buffers.
      long page = random.nextInt(rarely() ? 2000 : 0xf0);
      int length = 4096 * random.nextInt(1, 16) + (rarely() ? 1 : 0);
      queue.descriptor(0, page << 12, length, FakeQueue.WRITE, 0);
      queue.offer(0);
      return;
    }
    ByteBuffer numbers =
        ByteBuffer.allocate(4 * random.nextInt(1, 100)).order(ByteOrder.LITTLE_ENDIAN);
    while (numbers.hasRemaining()) {
      numbers.putInt(random.nextInt(20_000) == 0 ? random.nextInt() : random.nextInt(0xf0));
    }
    byte[] bytes = Arrays.copyOf(numbers.array(), numbers.limit() - (rarely() ? 1 : 0));
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + random.nextInt(1, 50));
      pieces.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    queue.add(pieces, List.of());
  }

  private boolean rarely() {
    return random.nextInt(300) == 0;
  }
}
