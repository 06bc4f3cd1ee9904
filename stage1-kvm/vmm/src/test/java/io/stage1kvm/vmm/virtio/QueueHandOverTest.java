package io.stage1kvm.vmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QueueHandOverTest {
  private static final long FEATURES = Features.VERSION_1 | Features.RING_EVENT_IDX;

  private final QueueHandOver handOver = new QueueHandOver(3);
  private final FakeServer server = new FakeServer();
  private GuestMemory memory;
  private EventfdInterrupt interrupt;
  private Fd kick;

  /// Writes down what it is told, and fails where it shall.
  private static final class FakeServer implements QueueHandOver.Server {
    private final List<String> told = new ArrayList<>();
    private String fails = "";

    private void tell(String what) throws IOException {
      told.add(what);
      if (what.equals(fails)) {
        throw new IOException("it cannot " + what);
      }
    }

    @Override
    public void begin(long agreed, GuestMemory memory) throws IOException {
      tell("begin " + agreed);
    }

    @Override
    public void startQueue(QueueLayout queue, GuestMemory memory, Fd kick, Fd call)
        throws IOException {
      assertThat(kick.number()).isNotEqualTo(call.number());
      tell("start " + queue.index());
    }

    @Override
    public void stopQueue(int index) throws IOException {
      tell("stop " + index);
    }
  }

  @BeforeEach
  void open() throws Exception {
    memory = GuestMemory.create(1 << 20);
    interrupt = new EventfdInterrupt();
    kick = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
  }

  @AfterEach
  void close() throws Exception {
    kick.close();
    interrupt.close();
    memory.close();
  }

  private Activation activation(Queue... queues) {
    return new Activation(memory, FEATURES, interrupt, null, queues, List.of(kick, kick, kick));
  }

  private Queue queue(int index) throws GuestFault {
    long at = 0x1000L * index;
    QueueLayout layout = new QueueLayout(index, 16, at, at + 0x100, at + 0x200);
    return new Queue(memory, layout, 1024, FEATURES, interrupt);
  }

  @Test
  void takesBackWhatItHasHandedOver() throws Exception {
    handOver.start(server, activation(queue(0), null, queue(2)));
    handOver.stop(server);
    handOver.stop(server);
    assertThat(server.told)
        .containsExactly("begin " + FEATURES, "start 0", "start 2", "stop 0", "stop 2");
  }

  @Test
  void takesBackOnlyWhatWasStarted() throws Exception {
    server.fails = "start 1";
    Activation activation = activation(queue(0), queue(1), queue(2));
    assertThatThrownBy(() -> handOver.start(server, activation)).hasMessage("it cannot start 1");
    server.told.clear();
    handOver.stop(server);
    assertThat(server.told).containsExactly("stop 0");
  }

  @Test
  void asksOnceForAQueueThatDoesNotStop() throws Exception {
    server.fails = "stop 0";
    handOver.start(server, activation(queue(0), queue(1), null));
    assertThatThrownBy(() -> handOver.stop(server)).hasMessage("it cannot stop 0");
    server.told.clear();
    handOver.stop(server);
    assertThat(server.told).containsExactly("stop 1");
  }

  @Test
  void offersOnlyWhatIsOfTheRings() {
    assertThat(QueueHandOver.ringFeatures(-1))
        .isEqualTo(Features.RING_INDIRECT_DESC | Features.RING_EVENT_IDX);
    assertThat(QueueHandOver.ringFeatures(Features.VERSION_1)).isZero();
  }
}
