package io.stage1kvm.vmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.Sys;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MmioTransportTest implements EventLoopListener {
  private static final int READY = 0xf;

  private final EchoDevice device = new EchoDevice();
  private final List<Throwable> failures = new ArrayList<>();
  private GuestMemory memory;
  private EventLoop loop;
  private MmioTransport transport;

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
    assertThat(device.closed).isTrue();
  }

  @Override
  public void guestFault(GuestFault fault) {
    failures.add(fault);
  }

  @Override
  public void hostFailure(Throwable failure) {
    failures.add(failure);
  }

  private long get(int register) {
    return transport.read(register, 4);
  }

  private void put(int register, long value) throws GuestFault {
    transport.write(register, 4, value & 0xffff_ffffL);
  }

  private void negotiate(long features) throws GuestFault {
    put(Mmio.STATUS, 0);
    put(Mmio.STATUS, 1);
    put(Mmio.STATUS, 3);
    put(Mmio.DRIVER_FEATURES_SEL, 1);
    put(Mmio.DRIVER_FEATURES, features >>> 32);
    put(Mmio.DRIVER_FEATURES_SEL, 0);
    put(Mmio.DRIVER_FEATURES, features);
    put(Mmio.STATUS, 0xb);
  }

  private FakeQueue makeQueue(int index) throws GuestFault {
    FakeQueue queue =
        new FakeQueue(memory, index, 16, 0x1_0000 * (index + 1), Features.RING_EVENT_IDX);
    QueueLayout layout = queue.layout();
    memory.write(layout.available(), new byte[4]);
    memory.write(layout.used(), new byte[4]);
    put(Mmio.QUEUE_SEL, index);
    put(Mmio.QUEUE_NUM, layout.size());
    put(Mmio.QUEUE_DESC_LOW, layout.descriptors());
    put(Mmio.QUEUE_DESC_HIGH, layout.descriptors() >>> 32);
    put(Mmio.QUEUE_DRIVER_LOW, layout.available());
    put(Mmio.QUEUE_DRIVER_HIGH, layout.available() >>> 32);
    put(Mmio.QUEUE_DEVICE_LOW, layout.used());
    put(Mmio.QUEUE_DEVICE_HIGH, layout.used() >>> 32);
    put(Mmio.QUEUE_READY, 1);
    return queue;
  }

  private FakeQueue bringUp() throws GuestFault {
    negotiate(EchoDevice.FEATURE | Features.VERSION_1 | Features.RING_EVENT_IDX);
    FakeQueue queue = makeQueue(0);
    put(Mmio.STATUS, READY);
    return queue;
  }

  @Test
  void tellsWhatItIs() throws Exception {
    assertThat(get(Mmio.MAGIC_VALUE)).isEqualTo(0x74726976);
    assertThat(get(Mmio.VERSION)).isEqualTo(2);
    assertThat(get(Mmio.DEVICE_ID)).isEqualTo(42);
    assertThat(get(Mmio.DEVICE_FEATURES)).isEqualTo(0x3000_0020);
    put(Mmio.DEVICE_FEATURES_SEL, 1);
    assertThat(get(Mmio.DEVICE_FEATURES)).isEqualTo(1);
    put(Mmio.DEVICE_FEATURES_SEL, 2);
    assertThat(get(Mmio.DEVICE_FEATURES)).isZero();
    assertThat(get(Mmio.QUEUE_NUM_MAX)).isEqualTo(64);
    put(Mmio.QUEUE_SEL, 2);
    assertThat(get(Mmio.QUEUE_NUM_MAX)).isZero();
    put(Mmio.QUEUE_SEL, -1);
    assertThat(get(Mmio.QUEUE_NUM_MAX)).isZero();
    assertThat(get(Mmio.SHM_LEN_LOW)).isEqualTo(0xffff_ffffL);
    assertThat(get(Mmio.SHM_LEN_HIGH)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void passesRequests() throws Exception {
    FakeQueue queue = bringUp();
    assertThat(get(Mmio.STATUS)).isEqualTo(READY);
    assertThat(get(Mmio.QUEUE_READY)).isEqualTo(1);
    int head = queue.add(List.of(new byte[] {1, 2, 3}), List.of(8));
    put(Mmio.QUEUE_NOTIFY, 0);
    assertThat(queue.isUsed(head)).isFalse();
    loop.turn(0);
    assertThat(queue.take(head)).containsExactly(1, 2, 3);
    assertThat(get(Mmio.INTERRUPT_STATUS)).isEqualTo(1);
    assertThat(Sys.events().drain(transport.interrupt())).isEqualTo(1);
    put(Mmio.INTERRUPT_ACK, 1);
    assertThat(get(Mmio.INTERRUPT_STATUS)).isZero();
  }

  @Test
  void isKickedByItsEventfd() throws Exception {
    FakeQueue queue = bringUp();
    int head = queue.add(List.of(new byte[] {1}), List.of(1));
    Sys.events().signal(transport.kick(0), 1);
    loop.turn(0);
    assertThat(queue.isUsed(head)).isTrue();
  }

  @Test
  void refusesFeaturesThatItDoesNotOffer() throws Exception {
    negotiate(Features.VERSION_1 | 1);
    assertThat(get(Mmio.STATUS)).isEqualTo(3);
    negotiate(EchoDevice.FEATURE);
    assertThat(get(Mmio.STATUS)).isEqualTo(3);
    negotiate(Features.VERSION_1);
    assertThat(get(Mmio.STATUS)).isEqualTo(0xb);
    put(Mmio.DRIVER_FEATURES, EchoDevice.FEATURE);
    put(Mmio.STATUS, READY);
    assertThat(device.activation.features()).isEqualTo(Features.VERSION_1);
    put(Mmio.STATUS, 0);
    put(Mmio.DRIVER_FEATURES_SEL, 2);
    put(Mmio.DRIVER_FEATURES, 1);
    put(Mmio.STATUS, 1);
    put(Mmio.STATUS, 3);
    put(Mmio.DRIVER_FEATURES_SEL, 1);
    put(Mmio.DRIVER_FEATURES, 1);
    put(Mmio.STATUS, 0xb);
    assertThat(get(Mmio.STATUS)).isEqualTo(3);
  }

  @Test
  void takesNoStepBeforeTheOther() throws Exception {
    put(Mmio.STATUS, 2);
    assertThat(get(Mmio.STATUS)).isZero();
    put(Mmio.STATUS, 0xd);
    assertThat(get(Mmio.STATUS)).isEqualTo(1);
    makeQueue(0);
    assertThat(get(Mmio.QUEUE_READY)).isZero();
    put(Mmio.STATUS, 0x80);
    assertThat(get(Mmio.STATUS)).isEqualTo(0x81);
    assertThat(device.activation).isNull();
  }

  @Test
  void startsAgainAfterAReset() throws Exception {
    FakeQueue queue = bringUp();
    put(Mmio.STATUS, 0);
    assertThat(device.activation).isNull();
    assertThat(get(Mmio.STATUS)).isZero();
    assertThat(get(Mmio.QUEUE_READY)).isZero();
    int head = queue.add(List.of(new byte[] {1}), List.of(1));
    put(Mmio.QUEUE_NOTIFY, 0);
    loop.turn(0);
    assertThat(queue.isUsed(head)).isFalse();
    for (int i = 0; i < 3; i++) {
      FakeQueue again = bringUp();
      int next = again.add(List.of(new byte[] {1}), List.of(1));
      put(Mmio.QUEUE_NOTIFY, 0);
      loop.turn(0);
      assertThat(again.isUsed(next)).isTrue();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void refusesBadQueuesOnceTheyAreUsed() throws Exception {
    negotiate(Features.VERSION_1);
    makeQueue(1);
    put(Mmio.QUEUE_READY, 0);
    put(Mmio.QUEUE_NUM, 5);
    put(Mmio.QUEUE_READY, 1);
    assertThatThrownBy(() -> put(Mmio.STATUS, READY))
        .isInstanceOf(GuestFault.class)
        .hasMessage("echo: queue 1: size '5' must be a power of two, at most 32");
    assertThat(get(Mmio.STATUS)).isEqualTo(READY | 64);
    put(Mmio.STATUS, 0);
    assertThat(get(Mmio.STATUS)).isZero();
  }

  @Test
  void stopsServingAfterAFault() throws Exception {
    FakeQueue queue = bringUp();
    queue.offer(99);
    for (int i = 0; i < 3; i++) {
      put(Mmio.QUEUE_NOTIFY, 0);
      loop.turn(0);
    }
    assertThat(failures)
        .extracting(Throwable::getMessage)
        .containsExactly("echo: queue 0: descriptor '99' must be less than 16");
    assertThat(get(Mmio.STATUS)).isEqualTo(READY | 64);
  }

  @Test
  void readsAndWritesTheConfiguration() throws Exception {
    transport.write(Mmio.CONFIG + 4, 2, 0xabcd);
    assertThat(transport.read(Mmio.CONFIG, 8)).isEqualTo(0xabcd_0000_0000L);
    assertThat(transport.read(Mmio.CONFIG + 4, 4)).isEqualTo(0xabcd);
    assertThat(transport.read(Mmio.CONFIG + 4, 1)).isEqualTo(0xcd);
    assertThat(transport.read(0xff8, 8)).isZero();
    bringUp();
    long before = get(Mmio.CONFIG_GENERATION);
    device.activation.interrupt().changeConfig(() -> device.config = -1);
    assertThat(get(Mmio.CONFIG_GENERATION)).isNotEqualTo(before);
    assertThat(get(Mmio.INTERRUPT_STATUS)).isEqualTo(2);
    assertThat(transport.read(Mmio.CONFIG, 4)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void knowsNoOtherSizes() throws Exception {
    assertThat(transport.read(Mmio.MAGIC_VALUE, 1)).isZero();
    assertThat(transport.read(Mmio.MAGIC_VALUE, 8)).isZero();
    assertThat(transport.read(Mmio.MAGIC_VALUE + 1, 4)).isZero();
    transport.write(Mmio.STATUS, 1, 1);
    transport.write(Mmio.STATUS + 1, 4, 1);
    transport.write(Mmio.QUEUE_NOTIFY, 8, 0);
    put(Mmio.QUEUE_NOTIFY, 77);
    put(Mmio.QUEUE_NOTIFY, -1);
    assertThat(get(Mmio.STATUS)).isZero();
  }

  @Test
  void tellsUsedBuffersForWhoeverInterruptsItself() throws Exception {
    bringUp();
    assertThat(device.activation.interrupt().handOver()).isSameAs(transport.interrupt());
    put(Mmio.INTERRUPT_ACK, 3);
    assertThat(get(Mmio.INTERRUPT_STATUS)).isEqualTo(1);
  }

  @Test
  void waitsForTheLoopBeforeAResetIsDone() throws Exception {
    loop.start();
    for (int i = 0; i < 200; i++) {
      FakeQueue queue = bringUp();
      queue.add(List.of(new byte[] {1}), List.of(1));
      put(Mmio.QUEUE_NOTIFY, 0);
      put(Mmio.STATUS, 0);
      // The device asserts that it is not notified once it was reset.
      assertThat(device.activation).isNull();
    }
    loop.close();
    assertThat(failures).isEmpty();
  }
}
