package io.stage1kvm.vmm.virtio.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Random control messages and data on good rings.
class ConsoleFuzzTest {
  private static final int PORTS = 2;
  private static final int TO_DRIVER = 2;
  private static final int FROM_DRIVER = 3;

  private final ConsoleDevice device = new ConsoleDevice("fuzz");
  private final byte[] buffer = new byte[4096];
  private FakeDriver driver;
  private long answers;

  @BeforeEach
  void open() throws Exception {
    driver = FakeDriver.of(device);
  }

  @AfterEach
  void close() throws Exception {
    driver.close();
    device.close();
  }

  @Test
  void survivesAnyMessage() throws Exception {
    long faults =
        Fuzz.of("console", 1_200_000).refusing(GuestFault.class, driver::restart).run(this::step);
    assertThat(faults).isPositive();
    assertThat(answers).isPositive();
  }

  private void step(SplittableRandom random) throws Exception {
    int port = random.nextInt(PORTS);
    int first = port == 0 ? 0 : 4;
    switch (random.nextInt(8)) {
      case 0 -> offer(first, List.of(), random);
      case 1 -> offer(first + 1, List.of(new byte[random.nextInt(3000)]), random);
      case 2 -> read(port);
      case 3 -> write(port, random);
      case 4 -> offer(TO_DRIVER, List.of(), random);
      case 5 -> driver.turn();
      default -> offer(FROM_DRIVER, List.of(message(random)), random);
    }
    for (Throwable failure : driver.failures()) {
      throw new AssertionError(failure);
    }
  }

  private byte[] message(SplittableRandom random) {
    if (random.nextInt(100) == 0) {
      return new byte[random.nextInt(9)];
    }
    ByteBuffer message = ByteBuffer.allocate(8 + random.nextInt(4)).order(ByteOrder.LITTLE_ENDIAN);
    boolean odd = random.nextInt(100) == 0;
    message.putInt(odd ? random.nextInt() : random.nextInt(PORTS));
    int[] events = {Control.DEVICE_READY, Control.PORT_READY, Control.PORT_OPEN};
    message.putShort(
        (short) (random.nextInt(100) == 0 ? random.nextInt() : events[random.nextInt(3)]));
    message.putShort((short) random.nextInt(2));
    return message.array();
  }

  private void offer(int index, List<byte[]> readable, SplittableRandom random) throws Exception {
    FakeQueue queue = driver.queue(index);
    int space = random.nextInt(50) == 0 ? random.nextInt(8) : 16 + random.nextInt(200);
    boolean mixed = random.nextInt(16) == 0;
    queue.add(readable, readable.isEmpty() || mixed ? List.of(space, 1) : List.of());
    driver.kick(index);
    for (int head : queue.used()) {
      queue.take(head);
      answers++;
    }
    // The fake driver never runs out of descriptors.
    if (queue.inFlight() > 60) {
      driver.restart();
    }
  }

  private void read(int port) throws IOException {
    int count = Math.min(buffer.length, device.input(port).available());
    device.input(port).read(buffer, 0, count);
  }

  private void write(int port, SplittableRandom random) throws IOException {
    PortOutput output = (PortOutput) device.output(port);
    if (output.isEmpty()) { // Otherwise this thread might wait for itself.
      output.write(buffer, 0, random.nextInt(2000));
      output.flush();
    }
  }
}
