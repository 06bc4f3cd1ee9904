package io.stage1kvm.vmm.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests made at random: each is used, with a status, or is the guest's fault.
final class BlockFuzzTest {
  private static final int[] TYPES = {0, 0, 0, 0, 1, 1, 8, 11, 13, 5};
  private static final int SECTORS = 64;

  /// Some of a run go to one device, then there is another: read-only or writable.
  private static final int BATCHES = 50;

  private static final int BATCH = 8;

  @TempDir private Path directory;
  private Path path;
  private SplittableRandom random;
  private BlockDevice device;
  private FakeDriver driver;
  private int batches;

  @Test
  void survivesAnyRequest() throws Exception {
    path = Files.write(directory.resolve("disk"), new byte[SECTORS * 512]);
    long faults =
        Fuzz.of("block", 100_000)
            .perRound(BATCH)
            .refusing(GuestFault.class, this::close)
            .run(this::step);
    close();
    assertThat(Files.size(path)).isEqualTo(SECTORS * 512);
    assertThat(faults).isPositive();
  }

  private void step(SplittableRandom source) throws Exception {
    random = source;
    if (device == null) {
      device = BlockDevice.open(path.toString(), random.nextBoolean(), "fuzz");
      driver = FakeDriver.of(device);
      batches = 0;
    }
    try {
      batch();
      if (++batches == BATCHES) {
        close();
      }
    } catch (GuestFault fault) {
      assertThat(fault).hasMessageStartingWith("request must have a header");
      throw fault;
    }
  }

  private void close() throws Exception {
    if (device == null) {
      return;
    }
    driver.close();
    device.close();
    device = null;
  }

  private void batch() throws Exception {
    FakeQueue queue = driver.queue(0);
    List<Integer> heads = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      heads.add(add(queue));
    }
    driver.kick(0);
    driver.await(() -> areUsed(queue, heads));
    for (int head : heads) {
      assertThat(queue.take(head)).isNotEmpty();
    }
    assertThat(driver.failures()).isEmpty();
    queue.used();
  }

  private static boolean areUsed(FakeQueue queue, List<Integer> heads) throws GuestFault {
    for (int head : heads) {
      if (!queue.isUsed(head)) {
        return false;
      }
    }
    return true;
  }

  private int add(FakeQueue queue) throws GuestFault {
    int type = rarely() ? random.nextInt() : TYPES[random.nextInt(TYPES.length)];
    byte[] header = Requests.header(type, rarely() ? random.nextLong() : random.nextInt(SECTORS));
    byte[] data =
        switch (type) {
          case 1 -> new byte[512 * random.nextInt(4) + (rarely() ? 1 : 0)];
          case 11, 13 ->
              Requests.segment(
                  random.nextInt(SECTORS), random.nextInt(16), rarely() ? random.nextInt() : 0);
          default -> new byte[0];
        };
    byte[] all = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, all, header.length, data.length);
    if (random.nextInt(2000) == 0) {
      all = Arrays.copyOf(all, random.nextInt(16) + 1);
    }
    List<byte[]> readable = new ArrayList<>();
    for (int at = 0; at < all.length; ) {
      int end =
          Math.min(all.length, at + (random.nextBoolean() ? all.length : random.nextInt(99) + 1));
      readable.add(Arrays.copyOfRange(all, at, end));
      at = end;
    }
    List<Integer> writable = new ArrayList<>();
    int space = type == 0 ? 512 * random.nextInt(5) : random.nextInt(30);
    if (space > 0) {
      int cut = random.nextInt(space + 1);
      writable.add(cut);
      writable.add(space - cut);
    }
    writable.add(1);
    return queue.add(readable, writable);
  }

  private boolean rarely() {
    return random.nextInt(20) == 0;
  }
}
