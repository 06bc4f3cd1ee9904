package io.stage1kvm.vmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a hostile guest may put into its rings, and what its operator reads then.
class BadRingsTest {
  private static final int NEXT = FakeQueue.NEXT;
  private static final int WRITE = FakeQueue.WRITE;
  private static final int INDIRECT = FakeQueue.INDIRECT;
  private static final long TABLE = 0x8000;
  private static final long FEATURES = Features.RING_INDIRECT_DESC | Features.RING_EVENT_IDX;

  private GuestMemory memory;
  private EventfdInterrupt interrupt;

  @BeforeEach
  void open() throws Exception {
    memory = GuestMemory.create(FakeDriver.SIZE);
    interrupt = new EventfdInterrupt();
  }

  @AfterEach
  void close() throws Exception {
    interrupt.close();
    memory.close();
  }

  private interface Writing {
    void to(FakeQueue queue) throws GuestFault;
  }

  private record Bad(String fault, Writing writing) {
    @Override
    public String toString() {
      return fault;
    }
  }

  private static Bad bad(String fault, Writing writing) {
    return new Bad("queue 3: " + fault, writing);
  }

  static Stream<Bad> rings() {
    return Stream.of(
        bad("descriptor '8' must be less than 8", q -> q.offer(8)),
        bad("descriptor '65535' must be less than 8", q -> q.offer(0xffff)),
        bad(
            "descriptor '8' must be less than 8",
            q -> {
              q.descriptor(0, 0x9000, 1, NEXT, 8);
              q.offer(0);
            }),
        bad(
            "descriptor chain '0' must not loop",
            q -> {
              q.descriptor(0, 0x9000, 1, NEXT, 0);
              q.offer(0);
            }),
        bad(
            "descriptor chain '1' must not loop",
            q -> {
              q.descriptor(1, 0x9000, 1, NEXT, 2);
              q.descriptor(2, 0x9000, 1, NEXT, 1);
              q.offer(1);
            }),
        bad(
            "descriptor '1' must not be readable behind a writable one",
            q -> {
              q.descriptor(0, 0x9000, 1, NEXT | WRITE, 1);
              q.descriptor(1, 0x9000, 1, 0, 0);
              q.offer(0);
            }),
        bad(
            "descriptor '0': guest memory '0x400000' of 1 bytes must be inside the guest's memory",
            q -> {
              q.descriptor(0, FakeDriver.SIZE, 1, 0, 0);
              q.offer(0);
            }),
        bad(
            "descriptor '0': guest memory '0x3fffff' of 2 bytes must be inside the guest's memory",
            q -> {
              q.descriptor(0, FakeDriver.SIZE - 1, 2, WRITE, 0);
              q.offer(0);
            }),
        bad(
            "descriptor '0': guest memory '0x9000' of 4294967295 bytes"
                + " must be inside the guest's memory",
            q -> {
              q.descriptor(0, 0x9000, -1, 0, 0);
              q.offer(0);
            }),
        bad(
            "descriptor '0': guest memory '0xffffffffffffffff' of 2 bytes"
                + " must be inside the guest's memory",
            q -> {
              q.descriptor(0, -1, 2, 0, 0);
              q.offer(0);
            }),
        bad(
            "indirect descriptor '0' must be the last one",
            q -> {
              q.descriptor(0, TABLE, 16, INDIRECT | NEXT, 1);
              q.offer(0);
            }),
        bad(
            "indirect descriptor '0': length '0' must be a multiple of 16 above 0",
            q -> {
              q.descriptor(0, TABLE, 0, INDIRECT, 0);
              q.offer(0);
            }),
        bad(
            "indirect descriptor '0': length '24' must be a multiple of 16 above 0",
            q -> {
              q.descriptor(0, TABLE, 24, INDIRECT, 0);
              q.offer(0);
            }),
        bad(
            "indirect descriptor '0': guest memory '0x3ffff8' of 16 bytes"
                + " must be inside the guest's memory",
            q -> {
              q.descriptor(0, FakeDriver.SIZE - 8, 16, INDIRECT, 0);
              q.offer(0);
            }),
        bad(
            "descriptor '0' of an indirect table must not be indirect",
            q -> {
              q.descriptor(0, TABLE, 16, INDIRECT, 0);
              q.descriptor(TABLE, 0, TABLE, 16, INDIRECT, 0);
              q.offer(0);
            }),
        bad(
            "descriptor '2' must be less than 2",
            q -> {
              q.descriptor(0, TABLE, 32, INDIRECT, 0);
              q.descriptor(TABLE, 0, 0x9000, 1, NEXT, 2);
              q.offer(0);
            }),
        bad(
            "descriptor chain '5' must not loop",
            q -> {
              q.descriptor(5, TABLE, 32, INDIRECT, 0);
              q.descriptor(TABLE, 0, 0x9000, 1, NEXT, 1);
              q.descriptor(TABLE, 1, 0x9000, 1, NEXT, 0);
              q.offer(5);
            }),
        bad(
            "descriptor '0' must not be readable behind a writable one",
            q -> {
              q.descriptor(4, 0x9000, 1, WRITE | NEXT, 5);
              q.descriptor(5, TABLE, 16, INDIRECT, 0);
              q.descriptor(TABLE, 0, 0x9000, 1, 0, 0);
              q.offer(4);
            }),
        bad(
            "descriptor chain '0' must have at most 1024 descriptors",
            q -> {
              q.descriptor(0, TABLE, 16 * 1025, INDIRECT, 0);
              for (int i = 0; i <= 1024; i++) {
                q.descriptor(TABLE, i, 0x9000, 0, NEXT, i + 1);
              }
              q.offer(0);
            }),
        bad("available index '9' must be at most 8 after 0", q -> q.setAvailableIndex(9)),
        bad("available index '65535' must be at most 8 after 0", q -> q.setAvailableIndex(-1)));
  }

  @ParameterizedTest
  @MethodSource("rings")
  void refuses(Bad bad) throws Exception {
    FakeQueue driver = new FakeQueue(memory, 3, 8, 0x1000, FEATURES);
    Queue queue = new Queue(memory, driver.layout(), 8, FEATURES, interrupt);
    bad.writing().to(driver);
    assertThatThrownBy(() -> queue.drain(c -> 0))
        .isInstanceOf(GuestFault.class)
        .hasMessage(bad.fault());
  }

  @Test
  void stopsWhenGuestRewindsAvailIdx() throws Exception {
    FakeQueue driver = new FakeQueue(memory, 3, 8, 0x1000, FEATURES);
    Queue queue = new Queue(memory, driver.layout(), 8, FEATURES, interrupt);
    driver.descriptor(0, 0x9000, 1, 0, 0);
    driver.offer(0);
    driver.offer(0);
    assertThat(queue.drain(c -> 0)).isFalse();
    driver.setAvailableIndex(1);
    assertThatThrownBy(() -> queue.drain(c -> 0))
        .hasMessage("queue 3: available index '1' must be at most 8 after 2");
  }

  @Test
  void countsChainsThatAreStillOut() throws Exception {
    FakeQueue driver = new FakeQueue(memory, 3, 2, 0x1000, FEATURES);
    Queue queue = new Queue(memory, driver.layout(), 2, FEATURES, interrupt);
    driver.descriptor(0, 0x9000, 1, 0, 0);
    driver.offer(0);
    assertThat(queue.pop(new DescriptorChain(memory))).isTrue();
    driver.offer(0);
    driver.offer(0);
    assertThatThrownBy(() -> queue.pop(new DescriptorChain(memory)))
        .hasMessage("queue 3: available index '3' must be at most 1 after 1");
  }

  @Test
  void refusesIndirectionThatWasNotAgreedOn() throws Exception {
    FakeQueue driver = new FakeQueue(memory, 3, 8, 0x1000, 0);
    Queue queue = new Queue(memory, driver.layout(), 8, 0, interrupt);
    driver.descriptor(0, TABLE, 16, INDIRECT, 0);
    driver.offer(0);
    assertThatThrownBy(() -> queue.drain(c -> 0))
        .hasMessage("queue 3: descriptor '0' must not be indirect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0    | 0x1000   | 0x2000   | 0x3000   | size '0' must be a power of two, at most 256
          3    | 0x1000   | 0x2000   | 0x3000   | size '3' must be a power of two, at most 256
          -256 | 0x1000   | 0x2000   | 0x3000   | size '-256' must be a power of two, at most 256
          512  | 0x1000   | 0x2000   | 0x3000   | size '512' must be a power of two, at most 256
          8    | 0x1008   | 0x2000   | 0x3000   | descriptor table '0x1008' must be a multiple of 16
          8    | 0x1000   | 0x2001   | 0x3000   | available ring '0x2001' must be a multiple of 2
          8    | 0x1000   | 0x2000   | 0x3002   | used ring '0x3002' must be a multiple of 4
          8    | 0x3fffa0 | 0x2000   | 0x3000   | descriptor table '0x3fffa0' must be inside the guest's memory
          8    | 0x1000   | 0x3ffff0 | 0x3000   | available ring '0x3ffff0' must be inside the guest's memory
          8    | 0x1000   | 0x2000   | 0x3fffbc | used ring '0x3fffbc' must be inside the guest's memory
          8    | -0x10    | 0x2000   | 0x3000   | descriptor table '0xfffffffffffffff0' must be inside the guest's memory
          """)
  void refusesBadPlaces(int size, String table, String available, String used, String fault) {
    QueueLayout layout =
        new QueueLayout(3, size, Long.decode(table), Long.decode(available), Long.decode(used));
    assertThatThrownBy(() -> layout.check(memory, 256)).hasMessage("queue 3: " + fault);
  }
}
