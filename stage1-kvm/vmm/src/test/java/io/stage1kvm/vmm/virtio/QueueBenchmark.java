package io.stage1kvm.vmm.virtio;

import com.sun.management.ThreadMXBean;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// Chains per second through a queue: not a test, run by hand with the compiler of the product,
/// `-XX:TieredStopAtLevel=1`. Each chain has a header of 16 bytes that is copied out and a buffer.
public final class QueueBenchmark implements AutoCloseable {
  private static final int SIZE = 256;

  private final GuestMemory memory;
  private final EventfdInterrupt interrupt;
  private final FakeQueue driver;
  private final Queue queue;
  private final byte[] header = new byte[16];
  private final ChainHandler handler = this::handle;
  private int available;

  private QueueBenchmark() throws Exception {
    memory = GuestMemory.create(FakeDriver.SIZE);
    interrupt = new EventfdInterrupt();
    driver = new FakeQueue(memory, 0, SIZE, 0x1_0000, Features.RING_EVENT_IDX);
    queue = new Queue(memory, driver.layout(), SIZE, Features.RING_EVENT_IDX, interrupt);
    for (int i = 0; i < SIZE; i += 2) {
      driver.descriptor(i, 0x2_0000 + 64 * i, 16, FakeQueue.NEXT, i + 1);
      driver.descriptor(i + 1, 0x3_0000 + 64 * i, 512, FakeQueue.WRITE, 0);
      memory.putU16(driver.layout().available() + 4 + 2 * i, i);
      memory.putU16(driver.layout().available() + 4 + 2 * (i + 1), i);
    }
    // Far away: no system call for interrupts in between.
    driver.setUsedEvent(0x8000);
  }

  private int handle(DescriptorChain chain) throws GuestFault {
    chain.read(0, header, 0, header.length);
    return 512;
  }

  /// @param turns of half a ring each
  private void run(int turns) throws GuestFault {
    for (int i = 0; i < turns; i++) {
      available = available + SIZE / 2 & 0xffff;
      driver.setAvailableIndex(available);
      driver.setUsedEvent(available + 0x8000 & 0xffff);
      queue.drain(handler);
    }
  }

  /// Bytes of the heap that so many turns take, once they have run before.
  static long allocated(int turns) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (QueueBenchmark benchmark = new QueueBenchmark()) {
      benchmark.run(turns);
      long before = threads.getCurrentThreadAllocatedBytes();
      benchmark.run(turns);
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  @Override
  public void close() throws Exception {
    interrupt.close();
    memory.close();
  }

  public static void main(String[] arguments) throws Exception {
    try (QueueBenchmark benchmark = new QueueBenchmark()) {
      for (int round = 0; round < 5; round++) {
        int turns = 20_000;
        long start = System.nanoTime();
        benchmark.run(turns);
        double seconds = (System.nanoTime() - start) / 1e9;
        double chains = turns * (SIZE / 2.0);
        System.out.printf(
            Locale.ROOT,
            "%.1f million chains per second, %.0f ns each%n",
            chains / seconds / 1e6,
            seconds / chains * 1e9);
      }
    }
  }
}
