package io.stage1kvm.vmm.virtio.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.virtio.Allocations;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetAllocationTest {
  private static final int PACKETS = 20;

  @Test
  void takesNoHeapForAPacket() throws Exception {
    TestNetwork.run(
        () -> {
          try (NetDevice device = NetDevice.openWithoutVhost("tap0", Frames.GUEST_MAC, 1500)) {
            TestNetwork.ip("link set tap0 addrgenmode none up");
            TestNetwork.ip("addr add 192.0.2.1/24 dev tap0");
            try (FakeDriver driver = FakeDriver.of(device)) {
              measure(device, driver);
            }
          }
        });
  }

  private static void measure(NetDevice device, FakeDriver driver) throws Exception {
    FakeQueue out = driver.queue(NetDevice.TRANSMIT);
    FakeQueue in = driver.queue(NetDevice.RECEIVE);
    for (int i = 0; i < 105; i++) {
      in.add(List.of(), List.of(650));
    }
    long sent = 0;
    long received = 0;
    int answers = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < PACKETS; j++) {
        out.add(List.of(Frames.arpRequest()), List.of());
      }
      sent = Allocations.ofTurns(device, NetDevice.TRANSMIT);
      for (int head : out.used()) {
        out.take(head);
      }
      // The kernel answers some of them.
      received = Allocations.ofTurns(device, NetDevice.RECEIVE);
      for (int head : in.used()) {
        in.take(head);
        in.add(List.of(), List.of(650));
        answers++;
      }
    }
    assertThat(answers).isPositive();
    assertThat(sent).isLessThan(100);
    assertThat(received).isLessThan(100);
  }
}
