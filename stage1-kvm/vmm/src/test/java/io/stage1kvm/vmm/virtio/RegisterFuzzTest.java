package io.stage1kvm.vmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.console.ConsoleDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Random reads and writes of a device's registers, of all sizes, with random memory behind them.
class RegisterFuzzTest implements EventLoopListener {
  private static final int QUEUES = 6;

  private final ConsoleDevice device = new ConsoleDevice("fuzz");
  private final List<Throwable> failures = new ArrayList<>();
  private final byte[] buffer = new byte[4096];
  private GuestMemory memory;
  private EventLoop loop;
  private MmioTransport transport;
  private long activations;
  private long loopFaults;

  @BeforeEach
  void open() throws Exception {
    memory = GuestMemory.create(FakeDriver.SIZE);
    loop = new EventLoop(this);
    transport = new MmioTransport(device, memory, loop);
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
    transport.close();
    memory.close();
  }

  @Override
  public void guestFault(GuestFault fault) {
    loopFaults++;
  }

  @Override
  public void hostFailure(Throwable failure) {
    failures.add(failure);
  }

  @Test
  void survivesAnyAccess() throws Exception {
    long faults =
        Fuzz.of("registers", 3_500_000)
            .refusing(GuestFault.class, () -> put(Mmio.STATUS, 0))
            .run(this::step);
    assertThat(faults).isPositive();
    assertThat(activations).isPositive();
    assertThat(loopFaults).isPositive();
  }

  private void put(int register, long value) throws GuestFault {
    transport.write(register, 4, value & 0xffff_ffffL);
  }

  private void step(SplittableRandom random) throws Exception {
    switch (random.nextInt(32)) {
      case 0 -> bringUp(random);
      case 1, 2 -> loop.turn(0);
      case 3 -> drainHost(random);
      case 4, 5, 6, 7 -> scribble(random);
      case 8, 9 -> put(Mmio.QUEUE_NOTIFY, random.nextInt(QUEUES));
      case 10, 11, 12, 13, 14, 15 -> read(random);
      default -> {
        int size = 1 << random.nextInt(4);
        long value = value(random);
        transport.write(
            offset(random, size), size, size == 8 ? value : value & (1L << 8 * size) - 1);
      }
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.removeFirst());
    }
  }

  private void read(SplittableRandom random) {
    int size = 1 << random.nextInt(4);
    long value = transport.read(offset(random, size), size);
    if (size < 8 && value >>> 8 * size != 0) {
      throw new AssertionError("more bits than asked for");
    }
  }

  private static long offset(SplittableRandom random, int size) {
    long offset = random.nextInt(4) == 0 ? random.nextInt(0x1000) : 4L * random.nextInt(0x48);
    return Math.min(offset, MmioTransport.SIZE - size);
  }

  private static long value(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextLong();
      case 1 -> 1L << random.nextInt(64);
      case 2 -> random.nextLong(FakeDriver.SIZE) & -16;
      default -> random.nextInt(20);
    };
  }

  private void drainHost(SplittableRandom random) throws IOException {
    int port = random.nextInt(2);
    int count = device.input(port).available();
    device.input(port).read(buffer, 0, Math.min(count, buffer.length));
    if (loopFaults % 2 == 0) {
      // As much as is sure not to make this thread wait: what is left is lost with the machine.
      device.output(port).flush();
    }
  }

  private void scribble(SplittableRandom random) throws GuestFault {
    int queue = random.nextInt(QUEUES);
    long at = 0x1_0000 * (queue + 1);
    int index = random.nextInt(16);
    int next = random.nextInt(8) == 0 ? random.nextInt(18) : index + 1;
    memory.putLong(at + 16 * index, RandomPieces.address(random, FakeDriver.SIZE));
    memory.putInt(at + 16 * index + 8, RandomPieces.length(random));
    memory.putInt(at + 16 * index + 12, next << 16 | random.nextInt(4));
    memory.putU16(at + 0x404 + 2 * index, random.nextInt(16));
    memory.putU16(at + 0x402, memory.getU16(at + 0x402) + random.nextInt(3));
  }

  private void bringUp(SplittableRandom random) throws GuestFault {
    put(Mmio.STATUS, 0);
    put(Mmio.STATUS, 1);
    put(Mmio.STATUS, 3);
    put(Mmio.DRIVER_FEATURES_SEL, 1);
    put(Mmio.DRIVER_FEATURES, 1);
    put(Mmio.DRIVER_FEATURES_SEL, 0);
    put(Mmio.DRIVER_FEATURES, random.nextInt() & 0x3000_0003);
    put(Mmio.STATUS, 0xb);
    for (int i = 0; i < QUEUES; i++) {
      long at = 0x1_0000 * (i + 1);
      memory.putInt(at + 0x400, 0);
      put(Mmio.QUEUE_SEL, i);
      put(Mmio.QUEUE_NUM, 16);
      put(Mmio.QUEUE_DESC_LOW, at);
      put(Mmio.QUEUE_DRIVER_LOW, at + 0x400);
      put(Mmio.QUEUE_DEVICE_LOW, at + 0x800);
      put(Mmio.QUEUE_READY, random.nextInt(64) == 0 ? 0 : 1);
    }
    put(Mmio.STATUS, 0xf);
    activations++;
  }
}
