package io.stage1kvm.vmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.IoVector;
import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rings with random contents: every chain that comes out of them lies in the guest's memory.
class QueueFuzzTest {
  private static final long SIZE = 1 << 20;
  private static final int ENTRIES = 16;
  private static final long RINGS = 0x1000;
  private static final long TABLES = 0x2000;
  private static final int TABLE_ENTRIES = 32;
  private static final long FEATURES = Features.RING_INDIRECT_DESC | Features.RING_EVENT_IDX;

  private final IoVector vector = new IoVector(8);
  private final byte[] buffer = new byte[64];
  private GuestMemory memory;
  private EventfdInterrupt interrupt;
  private FakeQueue driver;
  private Queue queue;
  private SplittableRandom random;
  private int available;
  private long chains;

  @BeforeEach
  void open() throws Exception {
    memory = GuestMemory.create(SIZE);
    interrupt = new EventfdInterrupt();
    begin();
  }

  @AfterEach
  void close() throws Exception {
    interrupt.close();
    memory.close();
  }

  private void begin() throws GuestFault {
    long features = random == null || random.nextBoolean() ? FEATURES : 0;
    driver = new FakeQueue(memory, 0, ENTRIES, RINGS, features);
    memory.putInt(driver.layout().available(), 0);
    available = 0;
    queue = new Queue(memory, driver.layout(), ENTRIES, features, interrupt);
  }

  @Test
  void survivesAnyRing() throws Exception {
    long faults =
        Fuzz.of("queue", 2_000_000).refusing(GuestFault.class, this::begin).run(this::step);
    assertThat(faults).isPositive();
    assertThat(chains).isPositive();
  }

  private void step(SplittableRandom source) throws Exception {
    random = source;
    for (int i = random.nextInt(4); i > 0; i--) {
      mutate();
    }
    offer();
    queue.drain(this::handle);
  }

  private void offer() throws GuestFault {
    if (random.nextInt(200) == 0) {
      driver.setAvailableIndex(random.nextInt());
      return;
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      int head = random.nextInt(50) == 0 ? random.nextInt() : random.nextInt(ENTRIES);
      memory.putU16(driver.layout().available() + 4 + 2 * (available % ENTRIES), head);
      available = available + 1 & 0xffff;
    }
    driver.setAvailableIndex(available);
  }

  private void mutate() throws GuestFault {
    switch (random.nextInt(32)) {
      case 0 -> memory.putLong(RINGS + 8 * random.nextInt(48), random.nextLong());
      case 1 -> memory.putInt(driver.layout().available(), random.nextInt() << 16 | available);
      case 2, 3, 4, 5, 6, 7, 8, 9 -> descriptor(driver.layout().descriptors(), ENTRIES);
      default -> descriptor(TABLES, TABLE_ENTRIES);
    }
  }

  private void descriptor(long table, int entries) throws GuestFault {
    int index = random.nextInt(entries);
    int flags = random.nextInt(100) == 0 ? random.nextInt() : random.nextInt(4);
    long address = RandomPieces.address(random, SIZE);
    int length = RandomPieces.length(random);
    if (table != TABLES && random.nextInt(4) == 0) {
      flags = FakeQueue.INDIRECT;
      address = TABLES + random.nextInt(64) * (random.nextBoolean() ? 16 : 1);
      length = 16 * (1 + random.nextInt(TABLE_ENTRIES));
    }
    // Mostly forward, so that chains have ends.
    int next = random.nextInt(100) == 0 ? random.nextInt(entries + 2) : index + 1;
    driver.descriptor(table, index, address, length, flags, next);
  }

  private int handle(DescriptorChain chain) throws GuestFault {
    chains++;
    check(chain);
    if (random.nextInt(16) == 0) {
      return ChainHandler.NOT_NOW;
    }
    long offset = random.nextInt(8) == 0 ? random.nextInt(2000) : 0;
    chain.read(offset, buffer, 0, buffer.length);
    // Over descriptors and rings too, where the guest says so.
    int written = chain.write(offset, buffer, 0, buffer.length);
    vector.clear();
    chain.addReadable(vector, offset, Long.MAX_VALUE);
    chain.addWritable(vector, offset, Long.MAX_VALUE);
    return written;
  }

  private void check(DescriptorChain chain) throws GuestFault {
    long readable = 0;
    long writable = 0;
    int pieces = chain.readablePieces() + chain.writablePieces();
    for (int i = 0; i < pieces; i++) {
      memory.fileOffset(chain.pieceAddress(i), chain.pieceLength(i));
      if (i < chain.readablePieces()) {
        readable += chain.pieceLength(i);
      } else {
        writable += chain.pieceLength(i);
      }
    }
    if (pieces > DescriptorChain.MAX_PIECES
        || readable != chain.readableLength()
        || writable != chain.writableLength()
        || chain.head() >= ENTRIES) {
      throw new AssertionError("bad chain " + chain.head());
    }
  }

  /// A processor that rewrites the rings while they are read.
  @Test
  void survivesRingsThatChangeUnderIt() throws Exception {
    random = new SplittableRandom(1);
    boolean[] end = new boolean[1];
    Thread scribbler = Thread.ofPlatform().start(() -> scribble(end));
    long stop = System.nanoTime() + 500_000_000;
    while (System.nanoTime() < stop) {
      try {
        offer();
        queue.drain(this::handle);
      } catch (GuestFault e) {
        begin();
      }
    }
    synchronized (end) {
      end[0] = true;
    }
    scribbler.join();
    assertThat(chains).isPositive();
  }

  private void scribble(boolean[] end) {
    SplittableRandom other = new SplittableRandom(2);
    try {
      while (true) {
        synchronized (end) {
          if (end[0]) {
            return;
          }
        }
        for (int i = 0; i < 100; i++) {
          long at = driver.layout().descriptors() + 16 * other.nextInt(ENTRIES);
          memory.putLong(at, other.nextInt(8) == 0 ? other.nextLong() : other.nextLong(SIZE));
          memory.putInt(at + 8, other.nextInt(1000));
          memory.putInt(at + 12, other.nextInt(ENTRIES) << 16 | other.nextInt(4));
        }
      }
    } catch (GuestFault e) {
      throw new AssertionError(e);
    }
  }
}
