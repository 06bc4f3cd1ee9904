package io.stage1kvm.vmm.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.virtio.Allocations;
import io.stage1kvm.vmm.virtio.FakeDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockAllocationTest {
  private static final int REQUESTS = 40;
  private static final int MOST_ROUNDS = 1500; // The index of the ring has 16 bits.

  @TempDir private Path directory;

  @Test
  void takesNoHeapForARequest() throws Exception {
    Path path = Files.write(directory.resolve("disk"), new byte[1 << 16]);
    try (BlockDevice device = BlockDevice.open(path.toString(), false, "");
        FakeDriver driver = FakeDriver.of(device)) {
      long least = Long.MAX_VALUE;
      // The first turns make places for requests, and small objects until the code is compiled,
      // which takes long on a busy host.
      for (int i = 0; i < MOST_ROUNDS && least >= REQUESTS; i++) {
        for (int j = 0; j < REQUESTS; j++) {
          int type = j % 8 == 0 ? BlockRequest.OUT : BlockRequest.IN;
          byte[] data = new byte[type == BlockRequest.OUT ? 512 : 1];
          driver.queue(0).add(List.of(Requests.header(type, j), data), List.of(512, 1));
        }
        int sent = (i + 1) * REQUESTS;
        least = Math.min(least, Allocations.ofTurns(device, 0));
        driver.await(() -> driver.queue(0).usedIndex() == sent);
        for (int head : driver.queue(0).used()) {
          driver.queue(0).take(head);
        }
      }
      assertThat(least).isLessThan(REQUESTS);
    }
  }
}
