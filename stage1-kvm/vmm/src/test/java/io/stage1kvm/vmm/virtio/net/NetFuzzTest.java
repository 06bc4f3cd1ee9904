package io.stage1kvm.vmm.virtio.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Packets and buffers made at random, with a real interface behind the device that answers some
/// of them: each is used or is the guest's fault.
final class NetFuzzTest {
  /// Before there is another driver, which takes other features.
  private static final int TURNS = 30;

  private static final int PACKETS = 4;

  private SplittableRandom random;
  private NetDevice device;
  private FakeDriver driver;
  private int turns;
  private int wanted;
  private long received;

  @Test
  void survivesAnyPacket() throws Exception {
    TestNetwork.run(
        () -> {
          try (NetDevice opened = NetDevice.openWithoutVhost("tap0", Frames.GUEST_MAC, 1500)) {
            device = opened;
            TestNetwork.ip("link set tap0 addrgenmode none up");
            TestNetwork.ip("addr add 192.0.2.1/24 dev tap0");
            long faults =
                Fuzz.of("net", 150_000)
                    .perRound(PACKETS)
                    .refusing(GuestFault.class, this::close)
                    .run(this::step);
            close();
            assertThat(faults).isPositive();
          }
        });
    assertThat(received).isPositive();
  }

  private void step(SplittableRandom source) throws Exception {
    random = source;
    if (driver == null) {
      long refused = random.nextBoolean() ? 0 : random.nextLong() & NetFeatures.OFFERED;
      driver = FakeDriver.without(device, refused);
      turns = 0;
      wanted = 100;
    }
    try {
      turn();
      if (++turns == TURNS) {
        close();
      }
    } catch (GuestFault fault) {
      check(fault);
      throw fault;
    }
  }

  private void turn() throws Exception {
    offer(driver.queue(NetDevice.RECEIVE), wanted);
    send(driver.queue(NetDevice.TRANSMIT));
    driver.kick(random.nextInt(2));
    collect(driver.queue(NetDevice.TRANSMIT));
    wanted = collect(driver.queue(NetDevice.RECEIVE));
    received += wanted;
  }

  /// Also looks at the faults of the device's own turns, where the interface has packets.
  private void close() throws Exception {
    if (driver == null) {
      return;
    }
    driver.failures().forEach(NetFuzzTest::check);
    driver.close();
    driver = null;
  }

  private static void check(Throwable failure) {
    assertThat(failure)
        .isInstanceOf(GuestFault.class)
        .hasMessage("buffer for packets must have room for a header of 12 bytes");
  }

  private void offer(FakeQueue queue, int count) throws GuestFault {
    for (int i = 0; i < count; i++) {
      boolean bad = random.nextInt(1000) == 0;
      int size = bad ? random.nextInt(1, 12) : random.nextInt(12, 1600);
      queue.add(List.of(), size < 50 ? List.of(size) : List.of(size / 3, size - size / 3));
    }
  }

  private void send(FakeQueue queue) throws GuestFault {
    for (int i = 0; i < PACKETS; i++) {
      byte[] packet = Frames.arpRequest();
      if (random.nextInt(4) == 0) {
        packet = Arrays.copyOf(packet, random.nextInt(1, 300));
      }
      for (int j = random.nextInt(4); j > 0; j--) {
        packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
      }
      List<byte[]> pieces = new ArrayList<>();
      for (int at = 0; at < packet.length; ) {
        int end = Math.min(packet.length, at + random.nextInt(1, 60));
        pieces.add(Arrays.copyOfRange(packet, at, end));
        at = end;
      }
      queue.add(pieces, List.of());
    }
  }

  private static int collect(FakeQueue queue) throws GuestFault {
    List<Integer> heads = queue.used();
    for (int head : heads) {
      queue.take(head);
    }
    return heads.size();
  }
}
