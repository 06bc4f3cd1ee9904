package io.stage1kvm.vmm.virtio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.EventLoop;
import io.stage1kvm.vmm.virtio.EventLoopListener;
import io.stage1kvm.vmm.virtio.EventfdInterrupt;
import io.stage1kvm.vmm.virtio.Features;
import io.stage1kvm.vmm.virtio.Queue;
import io.stage1kvm.vmm.virtio.QueueLayout;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FsDeviceTest implements EventLoopListener {
  private static final long FEATURES =
      Features.VERSION_1 | Features.RING_EVENT_IDX | Features.RING_INDIRECT_DESC;

  private final List<String> failures = new ArrayList<>();
  private FakeBackEnd backEnd;
  private GuestMemory memory;
  private EventLoop loop;
  private EventfdInterrupt interrupt;
  private Fd kick;

  @BeforeEach
  void open() throws Exception {
    backEnd = new FakeBackEnd();
    memory = GuestMemory.create(1 << 20);
    loop = new EventLoop(this);
    interrupt = new EventfdInterrupt();
    kick = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
  }

  @AfterEach
  void close() throws Exception {
    kick.close();
    interrupt.close();
    loop.close();
    memory.close();
    backEnd.close();
  }

  @Override
  public void guestFault(GuestFault fault) {
    failures.add(fault.getMessage());
  }

  @Override
  public void hostFailure(Throwable failure) {
    failures.add(failure.getMessage());
  }

  private FsDevice connect() throws Exception {
    return FsDevice.connect(backEnd.channel(), "rootfs", 1);
  }

  private Activation activation(Queue... queues) {
    return new Activation(memory, FEATURES, interrupt, loop, queues, List.of(kick, kick));
  }

  private Queue queue(int index) throws GuestFault {
    long at = 0x1000L * index;
    QueueLayout layout = new QueueLayout(index, 16, at, at + 0x100, at + 0x200);
    return new Queue(memory, layout, 1024, FEATURES, interrupt);
  }

  @Test
  void isAFileSystemWithATag() throws Exception {
    try (VirtioDevice device = connect()) {
      assertThat(device.id()).isEqualTo(26);
      assertThat(device.features()).isZero();
      assertThat(device.ringFeatures())
          .isEqualTo(Features.RING_INDIRECT_DESC | Features.RING_EVENT_IDX);
      assertThat(device.servesQueues()).isFalse();
      assertThat(device.queueSizes()).containsExactly(1024, 1024);
      assertThat(device.readConfig(0, 4)).isEqualTo(0x746f_6f72); // "root"
      assertThat(device.readConfig(4, 2)).isEqualTo(0x7366); // "fs"
      assertThat(device.readConfig(5, 1)).isEqualTo('s');
      assertThat(device.readConfig(6, 8)).isZero();
      device.writeConfig(36, 4, 99);
      assertThat(device.readConfig(36, 4)).isEqualTo(1);
      assertThat(device.readConfig(36, 8)).isEqualTo(1);
      assertThat(device.readConfig(40, 4)).isZero();
      assertThat(device.readConfig(-4, 4)).isZero();
    }
  }

  @Test
  void offersWhatItsServerCan() throws Exception {
    backEnd.features = Features.VERSION_1;
    try (VirtioDevice device = connect()) {
      assertThat(device.ringFeatures()).isZero();
    }
    assertThat(backEnd.heard()).containsExactly("SET_OWNER", "GET_FEATURES");
  }

  @Test
  void givesMemoryAndQueuesToItsServer() throws Exception {
    try (VirtioDevice device = connect()) {
      backEnd.told.clear();
      device.activate(activation(queue(0), queue(1)));
      loop.turn(0);
      device.reset();
    }
    int base = (int) memory.hostAddress(0, 1);
    int high = (int) (memory.hostAddress(0, 1) >>> 32);
    assertThat(backEnd.heard())
        .containsExactly(
            "SET_FEATURES [1879048192, 1]",
            "SET_MEM_TABLE [1, 0, 0, 0, 1048576, 0, %d, %d, 0, 0] +1".formatted(base, high),
            "SET_VRING_NUM [0, 16]",
            "SET_VRING_BASE [0, 0]",
            "SET_VRING_ADDR [0, 0, %d, %d, %d, %d, %d, %d, 0, 0]"
                .formatted(base, high, base + 0x200, high, base + 0x100, high),
            "SET_VRING_CALL [0, 0] +1",
            "SET_VRING_KICK [0, 0] +1",
            "SET_VRING_ENABLE [0, 1]",
            "SET_VRING_NUM [1, 16]",
            "SET_VRING_BASE [1, 0]",
            "SET_VRING_ADDR [1, 0, %d, %d, %d, %d, %d, %d, 0, 0]"
                .formatted(base + 0x1000, high, base + 0x1200, high, base + 0x1100, high),
            "SET_VRING_CALL [1, 0] +1",
            "SET_VRING_KICK [1, 0] +1",
            "SET_VRING_ENABLE [1, 1]",
            "GET_VRING_BASE [0, 0]",
            "GET_VRING_BASE [1, 0]");
    assertThat(failures).isEmpty();
  }

  @Test
  void connectsKicksAndInterrupts() throws Exception {
    try (VirtioDevice device = connect()) {
      device.activate(activation(null, queue(1)));
      assertThat(interrupt.status()).isEqualTo(1);
    }
    Sys.events().signal(fileOf(VhostUserRequest.SET_VRING_CALL), 3);
    assertThat(Sys.events().drain(interrupt.eventfd())).isEqualTo(3);
    Sys.events().signal(kick, 5);
    assertThat(Sys.events().drain(fileOf(VhostUserRequest.SET_VRING_KICK))).isEqualTo(5);
  }

  private Fd fileOf(VhostUserRequest request) {
    return backEnd.told.stream()
        .filter(t -> t.request() == request)
        .findAny()
        .orElseThrow()
        .files()
        .getFirst();
  }

  @Test
  void servesTwoRegionsOfMemory() throws Exception {
    try (GuestMemory big = GuestMemory.create(4L << 30);
        VirtioDevice device = connect()) {
      device.activate(
          new Activation(
              big, FEATURES, interrupt, loop, new Queue[] {null, null}, List.of(kick, kick)));
    }
    FakeBackEnd.Told table = backEnd.told.getLast();
    assertThat(table.files()).hasSize(2);
    assertThat(table.words().getFirst()).isEqualTo(2);
    assertThat(table.words().subList(10, 14)).containsExactly(0, 1, 1 << 30, 0);
    assertThat(table.words().subList(16, 18)).containsExactly(0xc000_0000, 0);
  }

  @Test
  void worksWithoutAcknowledgements() throws Exception {
    backEnd.protocolFeatures = 0;
    try (VirtioDevice device = connect()) {
      device.activate(activation(null, queue(1)));
    }
    assertThat(backEnd.heard())
        .endsWith("SET_VRING_KICK [1, 0] +1", "SET_VRING_ENABLE [1, 1]", "GET_FEATURES")
        .containsOnlyOnce("SET_PROTOCOL_FEATURES [0, 0]");
    assertThat(failures).isEmpty();
  }

  @Test
  void tellsThatItsServerHasGone() throws Exception {
    try (VirtioDevice device = connect()) {
      device.activate(activation(null, queue(1)));
      loop.turn(0);
      assertThat(failures).isEmpty();
      backEnd.hangUp();
      loop.turn(1000);
      loop.turn(0);
      device.reset();
      device.activate(activation(null, queue(1)));
      loop.turn(0);
    }
    assertThat(failures).containsExactly("cannot use file server 'fake': it closed the connection");
  }

  @Test
  void tellsThatItsServerRefusesAQueue() throws Exception {
    backEnd.answers.put(
        VhostUserRequest.SET_VRING_ENABLE,
        FakeBackEnd.number(VhostUserRequest.SET_VRING_ENABLE, 1));
    try (VirtioDevice device = connect()) {
      device.activate(activation(null, queue(1)));
      loop.turn(0);
      device.reset();
    }
    assertThat(failures)
        .containsExactly("cannot use file server 'fake': it failed at SET_VRING_ENABLE");
    assertThat(backEnd.heard()).doesNotContain("GET_VRING_BASE [1, 0]");
  }

  @Test
  void tellsThatAQueueDoesNotStop() throws Exception {
    backEnd.answers.put(
        VhostUserRequest.GET_VRING_BASE, FakeBackEnd.number(VhostUserRequest.GET_VRING_BASE, 0));
    try (VirtioDevice device = connect()) {
      device.activate(activation(null, queue(1)));
      device.reset();
      loop.turn(0);
    }
    assertThat(failures)
        .containsExactly(
            "cannot use file server 'fake': its reply to GET_VRING_BASE must be for queue 1,"
                + " not 0");
  }

  static Stream<Arguments> badAnswers() {
    byte[] number = new byte[8];
    return Stream.of(
        Arguments.of(
            FakeBackEnd.Answer.of(2, 5, 8, number),
            "its reply to GET_FEATURES must be to request 1, not 2"),
        Arguments.of(
            FakeBackEnd.Answer.of(1, 6, 8, number),
            "its reply to GET_FEATURES must have version 1, not 2"),
        Arguments.of(
            FakeBackEnd.Answer.of(1, 1, 8, number),
            "its reply to GET_FEATURES must have the reply flag 4, not 0"),
        Arguments.of(
            FakeBackEnd.Answer.of(1, 5, -1, number),
            "its reply to GET_FEATURES must have a size of 8, not 4294967295"),
        Arguments.of(
            FakeBackEnd.Answer.of(1, 5, 8, number).andFile(),
            "its reply to GET_FEATURES must bring no file"),
        Arguments.of(
            FakeBackEnd.Answer.of(1, 5, 8, new byte[4]),
            "it gave no reply to GET_FEATURES within 300 ms"),
        Arguments.of(
            new FakeBackEnd.Answer(new byte[0], false),
            "it closed the connection instead of GET_FEATURES"),
        Arguments.of(
            FakeBackEnd.number(VhostUserRequest.GET_FEATURES, 1L << 30),
            "it must offer VIRTIO_F_VERSION_1"));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  void refusesABadAnswer(FakeBackEnd.Answer answer, String reason) {
    refuses(b -> b.answers.put(VhostUserRequest.GET_FEATURES, answer), reason);
  }

  @Test
  void refusesAServerWithFewQueues() {
    refuses(b -> b.queues = 1, "it has 1 queues, not the 2 that are needed");
  }

  private void refuses(Consumer<FakeBackEnd> change, String reason) {
    change.accept(backEnd);
    assertThatThrownBy(this::connect)
        .isInstanceOf(VhostUserException.class)
        .hasMessage("cannot use file server 'fake': " + reason);
  }

  @Test
  void refusesAServerThatIsNotThere() {
    assertThatThrownBy(() -> FsDevice.connect("/does/not/exist", "rootfs", 1))
        .isInstanceOf(VhostUserException.class)
        .hasMessage(
            "cannot use file server '/does/not/exist': "
                + "connect('/does/not/exist'): ENOENT (No such file or directory)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "0123456789012345678901234567890123456"})
  void refusesABadTag(String tag) {
    assertThatThrownBy(() -> FsDevice.connect(backEnd.channel(), tag, 1))
        .hasMessage("tag '" + tag + "' must be 1 to 36 bytes, none of them 0");
  }
}
