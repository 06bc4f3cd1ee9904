package io.stage1kvm.vmm.virtio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The device that the kernel serves, where it does: the machine of `scripts/nested-kvm` has it.
@Tag("kvm")
@Timeout(120)
final class VhostNetDeviceTest {
  private static final int PORT = 4000;
  private static final int BUFFERS = 100;

  private interface Body {
    void run(VirtioDevice device) throws Exception;
  }

  @BeforeEach
  void requireVhost() {
    assumeTrue(Files.exists(Path.of(VhostNet.DEVICE)), "this host has no " + VhostNet.DEVICE);
  }

  private static void withDevice(Body body) throws Exception {
    TestNetwork.run(
        () -> {
          try (VirtioDevice device = NetDevice.open("tap0", Frames.GUEST_MAC, 1500)) {
            TestNetwork.ip("link set tap0 addrgenmode none up");
            TestNetwork.ip("addr add 192.0.2.1/24 dev tap0");
            TestNetwork.ip("neigh add 192.0.2.2 lladdr 52:54:00:00:00:01 dev tap0");
            body.run(device);
          }
        });
  }

  private static List<Integer> offer(FakeDriver driver) throws Exception {
    List<Integer> heads = new ArrayList<>();
    for (int i = 0; i < BUFFERS; i++) {
      heads.add(driver.queue(NetDevice.RECEIVE).add(List.of(), List.of(1000, 600)));
    }
    driver.kick(NetDevice.RECEIVE);
    return heads;
  }

  /// Asks for the host's address and returns its hardware address.
  private static byte[] resolve(FakeDriver driver, int head) throws Exception {
    FakeQueue queue = driver.queue(NetDevice.RECEIVE);
    send(driver, Frames.arpRequest());
    driver.await(() -> queue.isUsed(head));
    byte[] answer = queue.take(head);
    assertThat(Frames.type(answer)).isEqualTo(Frames.ARP);
    assertThat(Frames.buffers(answer)).isEqualTo(1);
    return Frames.source(answer);
  }

  private static void send(FakeDriver driver, byte[] frame) throws Exception {
    FakeQueue queue = driver.queue(NetDevice.TRANSMIT);
    int head = queue.add(List.of(frame), List.of());
    driver.kick(NetDevice.TRANSMIT);
    driver.await(() -> queue.isUsed(head));
    queue.take(head);
  }

  @Test
  void leavesTheQueuesToTheKernel() throws Exception {
    withDevice(
        device -> {
          assertThat(device.servesQueues()).isFalse();
          assertThat(device.id()).isEqualTo(1);
          assertThat(device.features()).isEqualTo(NetFeatures.OFFERED);
          assertThat(device.ringFeatures()).isNotZero();
          assertThat(device.readConfig(10, 2)).isEqualTo(1500);
        });
  }

  @Test
  void passesPacketsBothWays() throws Exception {
    withDevice(
        device -> {
          try (FakeDriver driver = FakeDriver.of(device);
              DatagramSocket socket = new DatagramSocket(PORT)) {
            socket.setSoTimeout(30_000);
            List<Integer> heads = offer(driver);
            byte[] hostMac = resolve(driver, heads.getFirst());
            assertThat(driver.interrupts()).isPositive();
            assertThat(driver.interruptStatus() & 1).isEqualTo(1);
            byte[] payload = new byte[1400];
            new Random(1).nextBytes(payload);
            send(driver, Frames.datagram(hostMac, PORT, payload));
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            socket.receive(packet);
            assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(payload);
          }
        });
  }

  @Test
  void servesADriverAfterAReset() throws Exception {
    withDevice(
        device -> {
          for (int i = 0; i < 3; i++) {
            try (FakeDriver driver = FakeDriver.of(device)) {
              resolve(driver, offer(driver).getFirst());
            }
          }
        });
  }
}
