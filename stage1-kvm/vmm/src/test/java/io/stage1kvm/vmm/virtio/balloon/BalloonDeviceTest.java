package io.stage1kvm.vmm.virtio.balloon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BalloonDeviceTest {
  private static final int PAGE = GuestMemory.PAGE_SIZE;

  /// Memory that neither queues nor buffers of the fake driver use.
  private static final int FREE = 0x1_0000;

  private final BalloonDevice device = new BalloonDevice();
  private FakeDriver driver;
  private GuestMemory memory;

  @BeforeEach
  void open() throws Exception {
    driver = FakeDriver.of(device);
    memory = driver.memory();
    for (int i = 0; i < 16; i++) {
      memory.putLong(page(i), 100 + i);
    }
  }

  @AfterEach
  void close() throws Exception {
    driver.close();
    device.close();
  }

  private static long page(int number) {
    return FREE + (long) PAGE * number;
  }

  private static byte[] numbers(int... pages) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * pages.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int page : pages) {
      bytes.putInt(FREE / PAGE + page);
    }
    return bytes.array();
  }

  @Test
  void isABalloonThatReports() {
    assertThat(device.id()).isEqualTo(5);
    assertThat(device.features()).isEqualTo(1 << 5 | 1 << 2);
    assertThat(device.queueSizes()).hasSize(5);
  }

  @Test
  void returnsThePagesThatItIsGiven() throws Exception {
    int head = driver.queue(0).add(List.of(numbers(3, 1, 2), numbers(9)), List.of());
    driver.kick(0);
    assertThat(driver.queue(0).take(head)).isEmpty();
    assertThat(driver.interruptStatus()).isEqualTo(1);
    for (int i = 0; i < 16; i++) {
      boolean gone = i >= 1 && i <= 3 || i == 9;
      assertThat(memory.getLong(page(i))).isEqualTo(gone ? 0 : 100 + i);
    }
  }

  @Test
  void keepsThePagesThatAreTakenBack() throws Exception {
    int head = driver.queue(1).add(List.of(numbers(1, 2)), List.of());
    driver.kick(1);
    assertThat(driver.queue(1).take(head)).isEmpty();
    assertThat(memory.getLong(page(1))).isEqualTo(101);
  }

  /// The queue's number by the standard and the one by Linux.
  @ParameterizedTest
  @ValueSource(ints = {4, 2})
  void returnsThePagesThatAreReported(int queue) throws Exception {
    FakeQueue reports = driver.queue(queue);
    reports.descriptor(0, page(4), 2 * PAGE, FakeQueue.WRITE | FakeQueue.NEXT, 1);
    reports.descriptor(1, page(6), PAGE, FakeQueue.WRITE, 0);
    reports.offer(0);
    driver.kick(queue);
    assertThat(reports.used()).containsExactly(0);
    assertThat(memory.getLong(page(3))).isEqualTo(103);
    assertThat(memory.getLong(page(4))).isZero();
    assertThat(memory.getLong(page(6))).isZero();
    assertThat(memory.getLong(page(7))).isEqualTo(107);
  }

  @Test
  void asksForPages() throws Exception {
    assertThat(device.readConfig(0, 4)).isZero();
    device.resize(5L * PAGE);
    assertThat(driver.interruptStatus()).isEqualTo(2);
    assertThat(device.readConfig(0, 4)).isEqualTo(5);
    device.writeConfig(4, 4, 3);
    assertThat(device.size()).isEqualTo(3L * PAGE);
    assertThat(device.readConfig(4, 4)).isEqualTo(3);
    assertThat(device.readConfig(0, 8)).isEqualTo(3L << 32 | 5);
    device.writeConfig(0, 4, 77);
    device.writeConfig(5, 2, 77);
    assertThat(device.readConfig(0, 8)).isEqualTo(3L << 32 | 5);
    assertThat(device.readConfig(8, 4)).isZero();
    assertThat(device.readConfig(-1, 1)).isZero();
  }

  @Test
  void remembersTheTargetForTheNextDriver() throws Exception {
    device.writeConfig(4, 4, 3);
    device.reset();
    device.resize(7L * PAGE);
    assertThat(device.readConfig(0, 8)).isEqualTo(7);
    assertThat(device.notified(0)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "3, request of 3 bytes must be numbers of 4 bytes; at most 1024 of them",
    "4100, request of 4100 bytes must be numbers of 4 bytes; at most 1024 of them",
  })
  void refusesWhatIsNoListOfPages(int length, String message) throws Exception {
    driver.queue(0).add(List.of(new byte[length]), List.of());
    assertThatThrownBy(() -> driver.kick(0))
        .isInstanceOf(GuestFault.class)
        .hasMessage(message.replace(';', ','));
  }

  @Test
  void refusesPagesThatAreNoMemory() throws Exception {
    driver.queue(0).add(List.of(new byte[] {-1, -1, -1, -1}), List.of());
    assertThatThrownBy(() -> driver.kick(0))
        .isInstanceOf(GuestFault.class)
        .hasMessage("guest memory '0xffffffff000' of 4096 bytes must be inside the guest's memory");
  }

  @Test
  void refusesAReportOfPartsOfPages() throws Exception {
    driver.queue(4).descriptor(0, page(1) + 8, PAGE, FakeQueue.WRITE, 0);
    driver.queue(4).offer(0);
    assertThatThrownBy(() -> driver.kick(4))
        .isInstanceOf(GuestFault.class)
        .hasMessage("range '0x11008' of 0x1000 bytes must be whole pages");
  }

  @Test
  void doesABoundedPartInOneTurn() throws Exception {
    FakeQueue queue = driver.queue(0);
    int[] scattered = new int[400];
    for (int i = 0; i < scattered.length; i++) {
      scattered[i] = i % 8 * 2;
    }
    queue.add(List.of(numbers(scattered)), List.of());
    queue.add(List.of(numbers(scattered)), List.of());
    for (int i = 0; i < 100; i++) {
      queue.add(List.of(numbers(0, 2, 4, 6)), List.of());
    }
    assertThat(device.notified(0)).isTrue();
    assertThat(queue.used()).hasSizeLessThan(102);
    driver.kick(0);
    assertThat(queue.usedIndex()).isEqualTo(102);
  }
}
