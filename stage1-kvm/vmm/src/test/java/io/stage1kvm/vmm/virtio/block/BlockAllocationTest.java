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

  @TempDir private Path directory;

  @Test
  void takesNoHeapForARequest() throws Exception {
    Path path = Files.write(directory.resolve("disk"), new byte[1 << 16]);
    try (BlockDevice device = BlockDevice.open(path.toString(), false, "");
        FakeDriver driver = FakeDriver.of(device)) {
      long taken = 0;
      for (int i = 0; i < 20; i++) { // The first turns make the places for requests.
        for (int j = 0; j < REQUESTS; j++) {
          int type = j % 8 == 0 ? BlockRequest.OUT : BlockRequest.IN;
          byte[] data = new byte[type == BlockRequest.OUT ? 512 : 1];
          driver.queue(0).add(List.of(Requests.header(type, j), data), List.of(512, 1));
        }
        int sent = (i + 1) * REQUESTS;
        taken = Allocations.ofTurns(device, 0);
        driver.await(() -> driver.queue(0).usedIndex() == sent);
        for (int head : driver.queue(0).used()) {
          driver.queue(0).take(head);
        }
      }
      assertThat(taken).isLessThan(REQUESTS);
    }
  }
}
