package io.stage1kvm.vmm.virtio.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ConsoleDeviceTest {
  private static final int CONSOLE_IN = 0;
  private static final int CONSOLE_OUT = 1;
  private static final int TO_DRIVER = 2;
  private static final int FROM_DRIVER = 3;
  private static final int AGENT_IN = 4;
  private static final int AGENT_OUT = 5;

  private final ConsoleDevice device = new ConsoleDevice("agent");
  private final Deque<Integer> controlBuffers = new ArrayDeque<>();
  private FakeDriver driver;

  @BeforeEach
  void open() throws Exception {
    driver = FakeDriver.of(device);
    giveControlBuffers(16);
  }

  @AfterEach
  void close() throws Exception {
    driver.close();
    device.close();
    assertThat(driver.failures()).isEmpty();
  }

  private void giveControlBuffers(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      controlBuffers.add(driver.queue(TO_DRIVER).add(List.of(), List.of(64)));
    }
    driver.kick(TO_DRIVER);
  }

  private void control(int port, int event, int value) throws Exception {
    ByteBuffer message = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    message.putInt(port).putShort((short) event).putShort((short) value);
    int head = driver.queue(FROM_DRIVER).add(List.of(message.array()), List.of());
    driver.kick(FROM_DRIVER);
    driver.queue(FROM_DRIVER).take(head);
  }

  /// What the device has told since the last call, in hex.
  private List<String> told() throws Exception {
    List<String> messages = new ArrayList<>();
    for (int head : driver.queue(TO_DRIVER).used()) {
      assertThat(controlBuffers.remove()).isEqualTo(head);
      messages.add(HexFormat.of().formatHex(driver.queue(TO_DRIVER).take(head)));
    }
    return messages;
  }

  private void openPorts() throws Exception {
    control(0, Control.DEVICE_READY, 1);
    for (int port = 0; port < 2; port++) {
      control(port, Control.PORT_READY, 1);
      control(port, Control.PORT_OPEN, 1);
    }
    told();
  }

  private void send(int queue, byte[]... buffers) throws Exception {
    int head = driver.queue(queue).add(List.of(buffers), List.of());
    driver.kick(queue);
    driver.queue(queue).take(head);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  @Test
  void introducesItsPorts() throws Exception {
    control(0, Control.DEVICE_READY, 1);
    assertThat(told()).containsExactly("0000000001000000", "0100000001000000");
    control(0, Control.PORT_READY, 1);
    assertThat(told()).containsExactly("0000000004000100", "0000000006000100");
    control(1, Control.PORT_READY, 1);
    assertThat(told()).containsExactly("0100000007000100" + "6167656e74", "0100000006000100");
    assertThat(device.readConfig(4, 4) & 0xffff_ffffL).isEqualTo(2);
  }

  @Test
  void readsWhatTheGuestWrites() throws Exception {
    send(CONSOLE_OUT, bytes("Linux "), bytes("version"));
    send(AGENT_OUT, bytes("agent"));
    byte[] target = new byte[100];
    assertThat(device.input(0).available()).isEqualTo(13);
    assertThat(device.input(0).read()).isEqualTo('L');
    assertThat(device.input(0).read(target, 1, 99)).isEqualTo(12);
    assertThat(new String(target, 1, 12, US_ASCII)).isEqualTo("inux version");
    assertThat(device.input(1).read(target)).isEqualTo(5);
  }

  @Test
  void givesTheGuestWhatTheHostWrites() throws Exception {
    OutputStream out = device.output(1);
    FakeQueue queue = driver.queue(AGENT_IN);
    int small = queue.add(List.of(), List.of(3));
    int large = queue.add(List.of(), List.of(100, 100));
    driver.kick(AGENT_IN);
    out.write(bytes("hello"));
    out.flush();
    driver.turn();
    assertThat(queue.isUsed(small)).as("before the guest has opened the port").isFalse();
    openPorts();
    driver.turn();
    assertThat(queue.take(small)).isEqualTo(bytes("hel"));
    assertThat(queue.take(large)).isEqualTo(bytes("lo"));
    assertThat(driver.interrupts()).isPositive();
    out.write(bytes("more"));
    driver.turn();
    out.flush();
    driver.turn();
    int late = queue.add(List.of(), List.of(10));
    assertThat(queue.wantsKick()).isTrue();
    driver.kick(AGENT_IN);
    assertThat(queue.take(late)).isEqualTo(bytes("more"));
  }

  @Test
  void letsTheGuestWaitForASlowReader() throws Exception {
    byte[] data = new byte[100_000];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 31 >> 3);
    }
    FakeQueue queue = driver.queue(AGENT_OUT);
    int head =
        queue.add(
            List.of(Arrays.copyOf(data, 40_000), Arrays.copyOfRange(data, 40_000, data.length)),
            List.of());
    driver.kick(AGENT_OUT);
    assertThat(queue.isUsed(head)).isFalse();
    byte[] read = device.input(1).readNBytes(PortInput.CAPACITY);
    assertThat(queue.isUsed(head)).isFalse();
    driver.turn();
    assertThat(queue.isUsed(head)).isTrue();
    byte[] rest = device.input(1).readNBytes(data.length - read.length);
    assertThat(read).isEqualTo(Arrays.copyOf(data, read.length));
    assertThat(rest).isEqualTo(Arrays.copyOfRange(data, read.length, data.length));
  }

  @Test
  void carriesMuchBothWaysWhileOthersReadAndWrite() throws Exception {
    openPorts();
    int rounds = 2000;
    int piece = 1500;
    CompletableFuture<Long> reader =
        CompletableFuture.supplyAsync(() -> sum(rounds * (long) piece));
    FakeQueue queue = driver.queue(AGENT_OUT);
    for (int i = 0; i < rounds; i++) {
      byte[] data = new byte[piece];
      Arrays.fill(data, (byte) i);
      int head = queue.add(List.of(data), List.of());
      driver.kick(AGENT_OUT);
      driver.await(() -> queue.isUsed(head));
      queue.take(head);
    }
    long expected = 0;
    for (int i = 0; i < rounds; i++) {
      expected += (long) (i & 0xff) * piece;
    }
    assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo(expected);
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(1_000_000));
    FakeQueue incoming = driver.queue(AGENT_IN);
    for (int received = 0; received < 1_000_000; ) {
      int head = incoming.add(List.of(), List.of(4096));
      driver.kick(AGENT_IN);
      driver.await(() -> incoming.isUsed(head));
      for (byte b : incoming.take(head)) {
        assertThat(b).isEqualTo((byte) received++);
      }
    }
    writer.get(10, TimeUnit.SECONDS);
  }

  private long sum(long count) {
    try {
      long sum = 0;
      byte[] buffer = new byte[10_000];
      for (long read = 0; read < count; ) {
        int n = device.input(1).read(buffer);
        for (int i = 0; i < n; i++) {
          sum += Byte.toUnsignedInt(buffer[i]);
        }
        read += n;
      }
      return sum;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(int count) {
    try {
      byte[] all = new byte[count];
      for (int i = 0; i < count; i++) {
        all[i] = (byte) i;
      }
      device.output(1).write(all);
      device.output(1).flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void dropsWhatNobodyReads() throws Exception {
    device.input(0).close();
    for (int i = 0; i < 100; i++) {
      send(CONSOLE_OUT, new byte[1000]);
    }
    assertThatThrownBy(() -> device.input(0).read())
        .hasMessage("cannot read from the port: the stream is closed");
  }

  @Test
  void endsItsStreamsWhenItIsClosed() throws Exception {
    send(AGENT_OUT, bytes("last"));
    CompletableFuture<Integer> other =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return device.input(0).read();
              } catch (IOException e) {
                return -2;
              }
            });
    device.close();
    assertThat(device.input(1).readAllBytes()).isEqualTo(bytes("last"));
    assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    assertThatThrownBy(() -> device.output(1).write(1))
        .hasMessage("cannot write to the port: the machine has ended");
  }

  @Test
  void hangsUpBehindTheLastByte() throws Exception {
    openPorts();
    device.output(1).write(bytes("bye"));
    device.output(1).close();
    driver.turn();
    driver.turn();
    assertThat(told()).isEmpty();
    int head = driver.queue(AGENT_IN).add(List.of(), List.of(10));
    driver.kick(AGENT_IN);
    driver.turn();
    assertThat(driver.queue(AGENT_IN).take(head)).isEqualTo(bytes("bye"));
    assertThat(told()).containsExactly("0100000006000000");
  }

  @Test
  void tellsTheSizeOfTheTerminal() throws Exception {
    openPorts();
    driver.interruptStatus();
    device.resize(80, 25);
    device.resize(132, 43);
    assertThat(driver.interruptStatus()).isEqualTo(2);
    driver.turn();
    assertThat(device.readConfig(0, 4) & 0xffff_ffffL).isEqualTo(43 << 16 | 132);
    assertThat(told()).containsExactly("0000000005000000" + "84002b00");
  }

  @Test
  void servesADriverWithoutPorts() throws Exception {
    driver.close();
    driver = FakeDriver.without(device, 2);
    send(CONSOLE_OUT, bytes("x"));
    assertThat(device.input(0).read()).isEqualTo('x');
    device.output(0).write('y');
    device.output(0).flush();
    int head = driver.queue(CONSOLE_IN).add(List.of(), List.of(10));
    driver.kick(CONSOLE_IN);
    assertThat(driver.queue(CONSOLE_IN).take(head)).isEqualTo(bytes("y"));
    for (int i = TO_DRIVER; i <= AGENT_OUT; i++) {
      driver.kick(i);
    }
  }

  @Test
  void letsADriverWaitThatTakesNoAnswers() throws Exception {
    FakeQueue queue = driver.queue(FROM_DRIVER);
    List<Integer> heads = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] ready = {0, 0, 0, 0, 0, 0, 1, 0};
      heads.add(queue.add(List.of(ready), List.of()));
      driver.kick(FROM_DRIVER);
    }
    int answers = 16;
    assertThat(told()).hasSize(answers);
    assertThat(queue.isUsed(heads.getLast())).isFalse();
    while (answers < 120) {
      giveControlBuffers(1);
      answers += told().size();
    }
    assertThat(queue.isUsed(heads.getLast())).isTrue();
    giveControlBuffers(3);
    assertThat(told()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          02000000 0300 0100 | port '2' of a control message must be less than 2
          ffffffff 0600 0100 | port '4294967295' of a control message must be less than 2
          00000000 0200 0100 | control event '2' must be a driver's
          00000000 ffff 0100 | control event '65535' must be a driver's
          00000000 0300 01   | control message of '7' bytes must have at least 8
          """)
  void refusesBadControlMessages(String hex, String fault) throws Exception {
    byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
    driver.queue(FROM_DRIVER).add(List.of(message), List.of());
    assertThatThrownBy(() -> driver.kick(FROM_DRIVER))
        .isInstanceOf(GuestFault.class)
        .hasMessage(fault);
  }

  @Test
  void refusesBuffersTooSmallForItsMessages() throws Exception {
    driver.close();
    driver = FakeDriver.of(device);
    driver.queue(TO_DRIVER).add(List.of(), List.of(7));
    byte[] ready = {0, 0, 0, 0, 0, 0, 1, 0};
    driver.queue(FROM_DRIVER).add(List.of(ready), List.of());
    assertThatThrownBy(() -> driver.kick(FROM_DRIVER))
        .hasMessage("buffer of '7' bytes for a control message must have at least 8");
  }
}
