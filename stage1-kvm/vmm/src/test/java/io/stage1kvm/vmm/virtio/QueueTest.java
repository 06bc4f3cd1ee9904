package io.stage1kvm.vmm.virtio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueTest {
  private static final int SIZE = 8;

  private GuestMemory memory;
  private EventfdInterrupt interrupt;
  private FakeQueue driver;
  private Queue queue;
  private DescriptorChain chain;

  @BeforeEach
  void open() throws Exception {
    memory = GuestMemory.create(FakeDriver.SIZE);
    interrupt = new EventfdInterrupt();
    chain = new DescriptorChain(memory);
    with(Features.RING_EVENT_IDX | Features.RING_INDIRECT_DESC);
  }

  private void with(long features) throws Exception {
    driver = new FakeQueue(memory, 0, SIZE, 0x1000, features);
    queue = new Queue(memory, driver.layout(), SIZE, features, interrupt);
  }

  @AfterEach
  void close() throws Exception {
    interrupt.close();
    memory.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, US_ASCII);
  }

  @Test
  void passesARequestAndItsAnswer() throws Exception {
    int head = driver.add(List.of(bytes("hel"), bytes("lo")), List.of(2, 5));
    assertThat(queue.pop(chain)).isTrue();
    assertThat(chain.head()).isEqualTo(head);
    assertThat(chain.readableLength()).isEqualTo(5);
    assertThat(chain.writableLength()).isEqualTo(7);
    byte[] target = new byte[10];
    assertThat(chain.read(1, target, 2, 8)).isEqualTo(4);
    assertThat(text(target)).isEqualTo("\0\0ello\0\0\0\0");
    assertThat(chain.write(1, bytes("answer too long"), 0, 15)).isEqualTo(6);
    assertThat(queue.pop(new DescriptorChain(memory))).isFalse();
    queue.push(chain, 7);
    assertThat(driver.used()).isEmpty();
    queue.publish();
    assertThat(driver.used()).containsExactly(head);
    assertThat(text(driver.take(head))).isEqualTo("\0answer");
  }

  @Test
  void drainsInOrderAndWrapsAround() throws Exception {
    for (int round = 0; round < 20_000; round++) {
      int head = driver.add(List.of(bytes("a")), List.of(1));
      int next = driver.add(List.of(bytes("b")), List.of());
      assertThat(queue.drain(c -> (int) c.writableLength())).isFalse();
      assertThat(driver.used()).containsExactly(head, next);
      assertThat(driver.take(head)).hasSize(1);
      assertThat(driver.take(next)).isEmpty();
    }
    assertThat(driver.usedIndex()).isEqualTo(40_000);
  }

  @Test
  void keepsWhatTheDeviceCannotTakeNow() throws Exception {
    int head = driver.add(List.of(bytes("a")), List.of());
    assertThat(queue.drain(c -> ChainHandler.NOT_NOW)).isFalse();
    assertThat(driver.used()).isEmpty();
    assertThat(queue.drain(c -> 0)).isFalse();
    assertThat(driver.used()).containsExactly(head);
  }
}
