package io.stage1kvm.vmm.virtio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.IoVector;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void interruptsWhenTheDriversEventIsPassed() throws Exception {
    List<Integer> interrupts = new ArrayList<>();
    driver.setUsedEvent(2);
    for (int i = 1; i <= 4; i++) {
      int head = driver.add(List.of(bytes("a")), List.of());
      queue.drain(c -> 0);
      if (Sys.events().drain(interrupt.eventfd()) != 0) {
        interrupts.add(i);
      }
      driver.take(head);
      driver.setUsedEvent(2);
    }
    assertThat(interrupts).containsExactly(3);
    assertThat(interrupt.status()).isEqualTo(EventfdInterrupt.USED);
  }

  @Test
  void interruptsOncePerDrain() throws Exception {
    for (int i = 0; i < SIZE; i++) {
      driver.add(List.of(bytes("a")), List.of());
    }
    queue.drain(c -> 0);
    assertThat(Sys.events().drain(interrupt.eventfd())).isEqualTo(1);
    queue.drain(c -> 0);
    assertThat(Sys.events().drain(interrupt.eventfd())).isZero();
  }

  @Test
  void sparesTheInterruptOfADriverThatHasLooked() throws Exception {
    driver.add(List.of(bytes("a")), List.of());
    queue.drainAndShow(c -> 0);
    assertThat(driver.used()).hasSize(1); // It looks, and waits for the second from now on.
    queue.interrupt();
    assertThat(Sys.events().drain(interrupt.eventfd())).isZero();
    driver.add(List.of(bytes("b")), List.of());
    queue.drainAndShow(c -> 0);
    queue.interrupt();
    assertThat(Sys.events().drain(interrupt.eventfd())).isEqualTo(1);
  }

  @Test
  void showsEachChainAsSoonAsItIsHandled() throws Exception {
    int head = driver.add(List.of(bytes("a")), List.of());
    driver.add(List.of(bytes("b")), List.of());
    List<Integer> seen = new ArrayList<>();
    queue.drainAndShow(
        c -> {
          seen.addAll(driver.used());
          return 0;
        });
    assertThat(seen).containsExactly(head);
    queue.interrupt();
    assertThat(Sys.events().drain(interrupt.eventfd())).isEqualTo(1);
  }

  @Test
  void heedsTheFlagWithoutEventIndex() throws Exception {
    with(0);
    driver.setAvailableFlags(1);
    driver.add(List.of(bytes("a")), List.of());
    queue.drain(c -> 0);
    assertThat(Sys.events().drain(interrupt.eventfd())).isZero();
    driver.setAvailableFlags(0);
    driver.add(List.of(bytes("a")), List.of());
    queue.drain(c -> 0);
    assertThat(Sys.events().drain(interrupt.eventfd())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Features.RING_EVENT_IDX})
  void wantsNoKicksWhileItLooks(long features) throws Exception {
    with(features);
    List<Boolean> wanted = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      driver.add(List.of(bytes("a")), List.of());
    }
    ChainHandler handler =
        c -> {
          if (wanted.size() == 1) { // Comes while the device looks.
            driver.add(List.of(bytes("b")), List.of());
          }
          wanted.add(driver.wantsKick());
          return 0;
        };
    queue.drain(handler);
    assertThat(wanted).containsExactly(false, false, false);
    driver.add(List.of(bytes("c")), List.of());
    assertThat(driver.wantsKick()).isTrue();
  }

  @Test
  void doesABoundedPartPerTurn() throws Exception {
    driver = new FakeQueue(memory, 0, 1024, 0x1000, 0);
    queue = new Queue(memory, driver.layout(), 1024, 0, interrupt);
    for (int i = 0; i < 2 * Queue.TURN; i++) {
      driver.add(List.of(bytes("a")), List.of());
    }
    assertThat(queue.drain(c -> 0)).isTrue();
    assertThat(driver.used()).hasSize(Queue.TURN);
    assertThat(queue.drain(c -> 0)).isTrue();
    assertThat(queue.drain(c -> 0)).isFalse();
    assertThat(driver.used()).hasSize(Queue.TURN);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x8000, 0x8003})
  void followsAnIndirectTableBehindDirectOnes(long table) throws Exception {
    memory.write(0x9000, bytes("headtail"));
    ByteBuffer entries = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    entries.putLong(0x9004).putInt(4).putShort((short) 1).putShort((short) 2);
    entries.position(32).putLong(0xa000).putInt(10).putShort((short) 2);
    memory.write(table, entries.array());
    driver.descriptor(3, 0x9000, 4, FakeQueue.NEXT, 5);
    driver.descriptor(5, table, 48, FakeQueue.INDIRECT, 0);
    driver.offer(3);
    assertThat(queue.pop(chain)).isTrue();
    assertThat(chain.readablePieces()).isEqualTo(2);
    assertThat(chain.writablePieces()).isEqualTo(1);
    assertThat(chain.pieceAddress(2)).isEqualTo(0xa000);
    byte[] text = new byte[8];
    chain.read(0, text, 0, 8);
    assertThat(text(text)).isEqualTo("headtail");
  }

  @Test
  void fillsVectorsForSystemCalls() throws Exception {
    driver.add(List.of(bytes("abc"), bytes("defg")), List.of(5, 6, 7));
    queue.pop(chain);
    IoVector vector = new IoVector(2);
    assertThat(chain.addReadable(vector, 1, 5)).isEqualTo(5);
    assertThat(vector.length()).isEqualTo(5);
    assertThat(vector.pieces()).isEqualTo(2);
    vector.clear();
    assertThat(chain.addWritable(vector, 5, 100)).as("the vector is full").isEqualTo(13);
    vector.clear();
    assertThat(chain.addWritable(vector, 18, 100)).isZero();
  }

  @Test
  void allocatesNothingPerChain() throws Exception {
    long measured = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) { // The compiler may allocate while it warms up.
      measured = Math.min(measured, QueueBenchmark.allocated(10_000));
    }
    assertThat(measured).isLessThan(10_000);
  }
}
