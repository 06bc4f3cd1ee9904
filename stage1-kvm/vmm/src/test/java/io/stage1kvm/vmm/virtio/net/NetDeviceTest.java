package io.stage1kvm.vmm.virtio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The device with a real tap interface, in a network namespace of its own.
@Timeout(60)
final class NetDeviceTest {
  private static final int RECEIVE = NetDevice.RECEIVE;
  private static final int TRANSMIT = NetDevice.TRANSMIT;
  private static final int PORT = 4000;

  /// What a frame of a datagram has in front of its payload.
  private static final int OVERHEAD = Frames.PAYLOAD;

  private interface DeviceBody {
    void run(NetDevice device) throws Exception;
  }

  private interface DriverBody {
    void run(FakeDriver driver) throws Exception;
  }

  private static void withDevice(DeviceBody body) throws Exception {
    TestNetwork.run(
        () -> {
          try (NetDevice device = NetDevice.openWithoutVhost("tap0", Frames.GUEST_MAC, 9000)) {
            TestNetwork.ip("link set tap0 addrgenmode none mtu 9000 up");
            TestNetwork.ip("addr add 192.0.2.1/24 dev tap0");
            TestNetwork.ip("neigh add 192.0.2.2 lladdr 52:54:00:00:00:01 dev tap0");
            body.run(device);
          }
        });
  }

  private static void withDriver(DriverBody body) throws Exception {
    withDevice(
        device -> {
          try (FakeDriver driver = FakeDriver.of(device)) {
            body.run(driver);
            assertThat(driver.failures()).isEmpty();
          }
        });
  }

  /// The guest's buffers for packets, and what arrives in them.
  private static final class Inbox {
    private final FakeDriver driver;
    private final FakeQueue queue;
    private final Deque<Integer> heads = new ArrayDeque<>();

    Inbox(FakeDriver driver) {
      this.driver = driver;
      queue = driver.queue(RECEIVE);
    }

    void offer(int count, Integer... sizes) throws Exception {
      add(count, sizes);
      driver.kick(RECEIVE);
    }

    void add(int count, Integer... sizes) throws Exception {
      for (int i = 0; i < count; i++) {
        heads.add(queue.add(List.of(), List.of(sizes)));
      }
    }

    /// The next frame of a type, whatever comes before.
    byte[] take(int type) throws Exception {
      while (true) {
        byte[] frame = takeAny();
        if (Frames.type(frame) == type) {
          return frame;
        }
      }
    }

    private byte[] takeAny() throws Exception {
      driver.await(() -> queue.isUsed(heads.getFirst()));
      byte[] first = queue.take(heads.remove());
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(first);
      for (int i = 1; i < Frames.buffers(first); i++) {
        assertThat(queue.isUsed(heads.getFirst())).isTrue();
        all.writeBytes(queue.take(heads.remove()));
      }
      return all.toByteArray();
    }
  }

  private static void send(FakeDriver driver, byte[]... pieces) throws Exception {
    int head = driver.queue(TRANSMIT).add(List.of(pieces), List.of());
    driver.kick(TRANSMIT);
    assertThat(driver.queue(TRANSMIT).take(head)).isEmpty();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void sendToGuest(int size, int count) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < count; i++) {
        InetAddress guest = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 2});
        socket.send(new DatagramPacket(random(size), size, guest, PORT));
      }
    }
  }

  private static byte[] payload(byte[] frame) {
    return Arrays.copyOfRange(frame, OVERHEAD, frame.length);
  }

  @Test
  void isANetworkInterface() throws Exception {
    withDevice(
        device -> {
          assertThat(device.id()).isEqualTo(1);
          assertThat(device.features()).isEqualTo(0x99ab);
          assertThat(device.queueSizes()).containsExactly(256, 256);
          assertThat(device.readConfig(0, 4)).isEqualTo(0x5452);
          assertThat(device.readConfig(4, 2)).isEqualTo(0x0100);
          assertThat(device.readConfig(10, 2)).isEqualTo(9000);
          assertThat(device.readConfig(12, 4)).isZero();
        });
  }

  @Test
  void passesPacketsBothWays() throws Exception {
    withDriver(
        driver -> {
          Inbox inbox = new Inbox(driver);
          inbox.offer(50, 1500);
          byte[] request = Frames.arpRequest();
          send(driver, Arrays.copyOf(request, 5), Arrays.copyOfRange(request, 5, request.length));
          byte[] answer = inbox.take(Frames.ARP);
          assertThat(Frames.buffers(answer)).isEqualTo(1);
          assertThat(answer).hasSize(Frames.ETHERNET + 28);
          assertThat(answer[Frames.ETHERNET + 7]).isEqualTo((byte) 2); // A reply.
          assertThat(driver.interruptStatus()).isEqualTo(1);
        });
  }

  @Test
  void leavesChecksumsToTheHost() throws Exception {
    withDriver(
        driver -> {
          Inbox inbox = new Inbox(driver);
          inbox.offer(50, 1500);
          send(driver, Frames.arpRequest());
          byte[] hostMac = Frames.source(inbox.take(Frames.ARP));
          try (DatagramSocket socket = new DatagramSocket(PORT)) {
            socket.setSoTimeout(10_000);
            byte[] payload = random(1400);
            send(driver, Frames.datagram(hostMac, PORT, payload));
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            socket.receive(packet);
            assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(payload);
          }
        });
  }

  @Test
  void spreadsAPacketOverBuffers() throws Exception {
    withDriver(
        driver -> {
          Inbox inbox = new Inbox(driver);
          inbox.offer(120, 700, 800);
          sendToGuest(8000, 3);
          for (int i = 0; i < 3; i++) {
            byte[] frame = inbox.take(Frames.IPV4);
            assertThat(Frames.buffers(frame)).isEqualTo((OVERHEAD + 8000 + 1499) / 1500);
            assertThat(payload(frame)).isEqualTo(random(8000));
            assertThat(frame[0]).isEqualTo((byte) 1); // The checksum is left to the guest.
          }
        });
  }

  /// How long the next packet is nobody knows.
  @Test
  void waitsForRoomForTheLongestPacket() throws Exception {
    withDriver(
        driver -> {
          Inbox inbox = new Inbox(driver);
          inbox.offer(100, 500);
          sendToGuest(100, 1);
          driver.turn();
          assertThat(driver.queue(RECEIVE).usedIndex()).isZero();
          inbox.add(1, 500);
          assertThat(driver.queue(RECEIVE).wantsKick()).isTrue();
          inbox.offer(39, 500);
          assertThat(payload(inbox.take(Frames.IPV4))).isEqualTo(random(100));
        });
  }

  @Test
  void usesCrumbsAsFarAsTheyGo() throws Exception {
    withDriver(
        driver -> {
          // 100 pieces each in a table of its own: a vector holds ten chains.
          FakeQueue queue = driver.queue(RECEIVE);
          for (int i = 0; i < 14; i++) {
            long table = 0x4_0000 + 0x1000L * i;
            for (int j = 0; j < 100; j++) {
              int flags = FakeQueue.WRITE | (j < 99 ? FakeQueue.NEXT : 0);
              queue.descriptor(table, j, 0x8_0000 + 2000L * i + 20 * j, 20, flags, j + 1);
            }
            queue.descriptor(i, table, 1600, FakeQueue.INDIRECT, 0);
            queue.offer(i);
          }
          driver.kick(RECEIVE);
          sendToGuest(3000, 2);
          driver.await(() -> queue.usedIndex() == 4);
          for (int i = 0; i < 2; i++) {
            byte[] frame = new byte[OVERHEAD + 3000];
            driver.memory().read(0x8_0000 + 4000L * i, frame, 0, frame.length);
            assertThat(Frames.buffers(frame)).isEqualTo(2);
            assertThat(payload(frame)).isEqualTo(random(3000));
          }
        });
  }

  @Test
  void usesOneBufferWhereTheDriverCannotMerge() throws Exception {
    withDevice(
        device -> {
          long refused = NetFeatures.MRG_RXBUF | NetFeatures.GUEST_TSO4 | NetFeatures.GUEST_TSO6;
          try (FakeDriver driver = FakeDriver.without(device, refused)) {
            Inbox inbox = new Inbox(driver);
            inbox.offer(25, 12, 9020);
            sendToGuest(8000, 20);
            for (int i = 0; i < 20; i++) {
              byte[] frame = inbox.take(Frames.IPV4);
              assertThat(Frames.buffers(frame)).isEqualTo(1);
              assertThat(payload(frame)).isEqualTo(random(8000));
            }
          }
        });
  }

  @Test
  void keepsPacketsUntilThereAreBuffers() throws Exception {
    withDriver(
        driver -> {
          Inbox inbox = new Inbox(driver);
          sendToGuest(1000, 60);
          driver.turn();
          assertThat(driver.queue(RECEIVE).usedIndex()).isZero();
          inbox.offer(60, 1500);
          for (int i = 0; i < 60; i++) {
            assertThat(payload(inbox.take(Frames.IPV4))).isEqualTo(random(1000));
            inbox.offer(1, 1500);
          }
        });
  }

  @Test
  void doesABoundedPartInOneTurn() throws Exception {
    withDevice(
        device -> {
          try (FakeDriver driver = FakeDriver.of(device)) {
            sendToGuest(10, 100);
            for (int i = 0; i < 200; i++) {
              driver.queue(RECEIVE).add(List.of(), List.of(1000));
            }
            assertThat(device.notified(RECEIVE)).isTrue();
            assertThat(driver.queue(RECEIVE).usedIndex()).isEqualTo(Receiver.TURN);
            driver.kick(RECEIVE);
            assertThat(driver.queue(RECEIVE).usedIndex()).isGreaterThan(Receiver.TURN);
          }
        });
  }

  @Test
  void losesPacketsThatAreNone() throws Exception {
    withDriver(
        driver -> {
          send(driver, new byte[3]);
          send(driver, new byte[14]);
          byte[] badHeader = Frames.arpRequest();
          badHeader[0] = 1;
          badHeader[6] = -1; // The checksum begins behind the end.
          send(driver, badHeader);
          send(driver, new byte[70_000]);
          TestNetwork.ip("link set tap0 down");
          send(driver, Frames.arpRequest());
        });
  }

  @Test
  void servesADriverAfterAReset() throws Exception {
    withDevice(
        device -> {
          for (int i = 0; i < 2; i++) {
            try (FakeDriver driver = FakeDriver.of(device)) {
              Inbox inbox = new Inbox(driver);
              inbox.offer(50, 1500);
              send(driver, Frames.arpRequest());
              inbox.take(Frames.ARP);
            }
            assertThat(device.notified(RECEIVE)).isFalse();
          }
        });
  }

  @Test
  void tellsThatTheInterfaceIsGone() throws Exception {
    withDevice(
        device -> {
          try (FakeDriver driver = FakeDriver.of(device)) {
            new Inbox(driver).offer(50, 1500);
            TestNetwork.ip("link del tap0");
            driver.turn();
            assertThat(driver.failures()).hasSize(1);
            assertThat(driver.failures().getFirst().getCause())
                .hasMessage("readv(tap 'tap0'): EBADFD (File descriptor in bad state)");
          }
        });
  }

  @Test
  void endsTheMachineOfAGuestWithoutRoomForAHeader() throws Exception {
    withDevice(
        device -> {
          try (FakeDriver driver = FakeDriver.of(device)) {
            driver.queue(RECEIVE).add(List.of(), List.of(11));
            assertThatThrownBy(() -> driver.kick(RECEIVE))
                .isInstanceOf(GuestFault.class)
                .hasMessage("buffer for packets must have room for a header of 12 bytes");
          }
        });
  }

  @Test
  void refusesBadNamesAndNumbers() {
    assertThatThrownBy(() -> NetDevice.open("0123456789abcdef", Frames.GUEST_MAC, 1500))
        .hasMessage("interface name '0123456789abcdef' must be 1 to 15 bytes");
    assertThatThrownBy(() -> NetDevice.open("tap0", new byte[] {1, 2, 3, 4, 5, 6}, 1500))
        .hasMessage("mac '01:02:03:04:05:06' must be 6 bytes, no group's");
    assertThatThrownBy(() -> NetDevice.open("tap0", Frames.GUEST_MAC, 67))
        .hasMessage("mtu '67' must be 68 to 65535");
  }
}
