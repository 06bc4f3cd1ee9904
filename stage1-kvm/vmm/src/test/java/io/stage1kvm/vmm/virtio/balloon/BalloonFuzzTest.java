package io.stage1kvm.vmm.virtio.balloon;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Requests made at random: each is done or is the guest's fault.
final class BalloonFuzzTest {
  /// Before there is another device.
  private static final int REQUESTS = 200;

  private SplittableRandom random;
  private BalloonDevice device;
  private FakeDriver driver;
  private int requests;

  @Test
  void survivesAnyRequest() throws Exception {
    long faults =
        Fuzz.of("balloon", 150_000).refusing(GuestFault.class, this::close).run(this::step);
    close();
    assertThat(faults).isPositive();
  }

  private void step(SplittableRandom source) throws Exception {
    random = source;
    if (device == null) {
      device = new BalloonDevice();
      driver = FakeDriver.of(device);
      requests = 0;
    }
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
    if (++requests == REQUESTS) {
      close();
    }
  }

  private void close() throws Exception {
    if (device == null) {
      return;
    }
    driver.close();
    device = null;
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
