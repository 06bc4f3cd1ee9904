package io.stage1kvm.vmm.virtio.rng;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RngDeviceTest {

  @Test
  void fillsBuffersWithRandomBytes() throws Exception {
    try (RngDevice device = new RngDevice();
        FakeDriver driver = FakeDriver.of(device)) {
      FakeQueue queue = driver.queue(0);
      int head = queue.add(List.of(), List.of(100, 28));
      int empty = queue.add(List.of(new byte[3]), List.of());
      driver.kick(0);
      byte[] random = queue.take(head);
      assertThat(random).hasSize(128);
      long distinct =
          new String(random, java.nio.charset.StandardCharsets.ISO_8859_1)
              .chars()
              .distinct()
              .count();
      assertThat(distinct).isGreaterThan(64);
      assertThat(queue.take(empty)).isEmpty();
      assertThat(driver.interrupts()).isPositive();
    }
  }

  @Test
  void doesABoundedPartPerTurn() throws Exception {
    try (RngDevice device = new RngDevice();
        FakeDriver driver = FakeDriver.of(device)) {
      FakeQueue queue = driver.queue(0);
      List<Integer> heads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        heads.add(queue.add(List.of(), List.of(10_000)));
      }
      assertThat(device.notified(0)).isTrue();
      assertThat(queue.used()).hasSize(16);
      assertThat(device.notified(0)).isFalse();
      assertThat(queue.used()).hasSize(4);
      assertThat(queue.take(heads.getFirst())).hasSize(RngDevice.BYTES_PER_REQUEST);
    }
  }
}
