package io.stage1kvm.vmm.virtio.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Packets and buffers made at random, with a real interface behind the device that answers some
/// of them: each is used or is the guest's fault.
final class NetFuzzTest {
  private static final long STEPS = Long.getLong("vmm.fuzz.steps", 30_000);
  private static final long SEED = Long.getLong("vmm.fuzz.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private long done;
  private long received;
  private long faults;

  @Test
  void survivesAnyPacket() throws Exception {
    TestNetwork.run(
        () -> {
          try (NetDevice device = NetDevice.openWithoutVhost("tap0", Frames.GUEST_MAC, 1500)) {
            TestNetwork.ip("link set tap0 addrgenmode none up");
            TestNetwork.ip("addr add 192.0.2.1/24 dev tap0");
            while (done < STEPS) {
              drive(device);
            }
          }
        });
    assertThat(faults).as("faults, seed %s", SEED).isPositive();
    assertThat(received).as("received, seed %s", SEED).isPositive();
  }

  private void drive(NetDevice device) throws Exception {
    long refused = random.nextBoolean() ? 0 : random.nextLong() & NetFeatures.OFFERED;
    try (FakeDriver driver = FakeDriver.without(device, refused)) {
      int wanted = 100;
      for (int i = 0; i < 30; i++) {
        offer(driver.queue(NetDevice.RECEIVE), wanted);
        send(driver.queue(NetDevice.TRANSMIT));
        driver.kick(random.nextInt(2));
        collect(driver.queue(NetDevice.TRANSMIT));
        wanted = collect(driver.queue(NetDevice.RECEIVE));
        received += wanted;
        done += 4 + wanted;
      }
      // Of its own turns, where the interface has packets.
      driver.failures().forEach(this::check);
    } catch (GuestFault fault) {
      check(fault);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + SEED + ", step " + done, e);
    }
  }

  private void check(Throwable failure) {
    assertThat(failure)
        .isInstanceOf(GuestFault.class)
        .hasMessage("net: buffer for packets must have room for a header of 12 bytes");
    faults++;
  }

  private void offer(FakeQueue queue, int count) throws GuestFault {
    for (int i = 0; i < count; i++) {
      boolean bad = random.nextInt(1000) == 0;
      int size = bad ? random.nextInt(1, 12) : random.nextInt(12, 1600);
      queue.add(List.of(), size < 50 ? List.of(size) : List.of(size / 3, size - size / 3));
    }
  }

  private void send(FakeQueue queue) throws GuestFault {
    for (int i = 0; i < 4; i++) {
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
