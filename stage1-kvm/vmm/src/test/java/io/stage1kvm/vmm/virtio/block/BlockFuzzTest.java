package io.stage1kvm.vmm.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests made at random: each is used, with a status, or is the guest's fault.
final class BlockFuzzTest {
  private static final long STEPS = Long.getLong("vmm.fuzz.steps", 20_000);
  private static final long SEED = Long.getLong("vmm.fuzz.seed", System.nanoTime());
  private static final int[] TYPES = {0, 0, 0, 0, 1, 1, 8, 11, 13, 5};
  private static final int SECTORS = 64;

  private final Random random = new Random(SEED);

  @TempDir private Path directory;

  @Test
  void survivesAnyRequest() throws Exception {
    Path path = Files.write(directory.resolve("disk"), new byte[SECTORS * 512]);
    long faults = 0;
    for (long done = 0; done < STEPS; ) {
      BlockDevice device = BlockDevice.open(path.toString(), random.nextBoolean(), "fuzz");
      try (device;
          FakeDriver driver = FakeDriver.of(device)) {
        for (int i = 0; i < 50; i++, done += 8) {
          batch(driver);
        }
      } catch (GuestFault fault) {
        assertThat(fault).hasMessageStartingWith("block: request must have a header");
        faults++;
        done += 8;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", step " + done, e);
      }
    }
    assertThat(Files.size(path)).isEqualTo(SECTORS * 512);
    assertThat(faults).as("faults, seed %s", SEED).isPositive();
  }

  private void batch(FakeDriver driver) throws Exception {
    FakeQueue queue = driver.queue(0);
    List<Integer> heads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
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
