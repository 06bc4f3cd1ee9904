package io.stage1kvm.vmm.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.FakeDriver;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockDeviceTest {
  private static final int SECTORS = 64;

  @TempDir private Path directory;
  private final byte[] content = new byte[SECTORS * 512 + 100];
  private Path path;
  private BlockDevice device;
  private FakeDriver driver;

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(content);
    path = Files.write(directory.resolve("disk"), content);
    use(BlockDevice.open(path.toString(), false, "a serial number that is too long"));
  }

  private void use(BlockDevice other) throws Exception {
    close();
    device = other;
    driver = FakeDriver.of(device);
  }

  @AfterEach
  void close() throws Exception {
    if (driver != null) {
      assertThat(driver.failures()).isEmpty();
      driver.close();
      device.close();
    }
  }

  /// Does one request; what it wrote, with the status as the last byte.
  private byte[] request(List<byte[]> readable, Integer... writable) throws Exception {
    FakeQueue queue = driver.queue(0);
    int head = queue.add(readable, List.of(writable));
    driver.kick(0);
    driver.await(() -> queue.isUsed(head));
    return queue.take(head);
  }

  private byte[] sectors(int first, int count) {
    return Arrays.copyOfRange(content, first * 512, (first + count) * 512);
  }

  private static byte[] with(byte[] data, int status) {
    byte[] all = Arrays.copyOf(data, data.length + 1);
    all[data.length] = (byte) status;
    return all;
  }

  private static byte[] status(int status) {
    return new byte[] {(byte) status};
  }

  @Test
  void isADisk() {
    assertThat(device.id()).isEqualTo(2);
    assertThat(device.features()).isEqualTo(1 << 2 | 1 << 6 | 1 << 9 | 1 << 13 | 1 << 14);
    assertThat(device.queueSizes()).containsExactly(256);
    assertThat(device.readConfig(0, 8)).isEqualTo(SECTORS);
    assertThat(device.readConfig(12, 4)).isEqualTo(254);
    assertThat(device.readConfig(20, 4)).isEqualTo(512);
    assertThat(device.readConfig(60, 4)).isZero();
  }

  @Test
  void reads() throws Exception {
    assertThat(request(List.of(Requests.header(0, 3)), 1024, 1)).isEqualTo(with(sectors(3, 2), 0));
    assertThat(driver.interruptStatus()).isEqualTo(1);
    assertThat(request(List.of(Requests.header(0, SECTORS - 1)), 512, 1))
        .isEqualTo(with(sectors(SECTORS - 1, 1), 0));
  }

  @Test
  void takesBuffersOfAnySize() throws Exception {
    byte[] header = Requests.header(0, 1);
    List<byte[]> pieces = new ArrayList<>();
    for (byte b : header) {
      pieces.add(new byte[] {b});
    }
    assertThat(request(pieces, 1, 510, 2, 500, 12)).isEqualTo(with(sectors(1, 2), 0));
    byte[] data = sectors(5, 1);
    byte[] all = Arrays.copyOf(Requests.header(1, 40), 16 + 512);
    System.arraycopy(data, 0, all, 16, 512);
    assertThat(request(List.of(Arrays.copyOf(all, 7), Arrays.copyOfRange(all, 7, 528)), 1))
        .isEqualTo(status(0));
    assertThat(Arrays.copyOfRange(Files.readAllBytes(path), 40 * 512, 41 * 512)).isEqualTo(data);
  }

  @Test
  void writesAndFlushes() throws Exception {
    byte[] data = new byte[1536];
    Arrays.fill(data, (byte) 7);
    assertThat(request(List.of(Requests.header(1, 10), data), 1)).isEqualTo(status(0));
    assertThat(request(List.of(Requests.header(4, 0)), 1)).isEqualTo(status(0));
    System.arraycopy(data, 0, content, 10 * 512, data.length);
    assertThat(path).hasBinaryContent(content);
  }

  @Test
  void movesMoreThanOneVectorHolds() throws Exception {
    path = directory.resolve("large");
    byte[] large = new byte[600 * 512];
    new Random(2).nextBytes(large);
    Files.write(path, large);
    use(BlockDevice.open(path.toString(), false, ""));
    // An indirect table has room for more pieces than the queue.
    long table = 0x8_0000;
    FakeQueue queue = driver.queue(0);
    driver.memory().write(0x1000, Requests.header(0, 0));
    queue.descriptor(table, 0, 0x1000, 16, FakeQueue.NEXT, 1);
    for (int i = 0; i < 600; i++) {
      int flags = FakeQueue.WRITE | FakeQueue.NEXT;
      queue.descriptor(table, i + 1, 0x1_0000 + 512L * (599 - i), 512, flags, i + 2);
    }
    queue.descriptor(table, 601, 0x2000, 1, FakeQueue.WRITE, 0);
    queue.descriptor(0, table, 602 * 16, FakeQueue.INDIRECT, 0);
    driver.memory().putU8(0x2000, 99);
    queue.offer(0);
    driver.kick(0);
    driver.await(() -> queue.isUsed(0));
    assertThat(driver.memory().getU8(0x2000)).isZero();
    byte[] read = new byte[512];
    for (int i = 0; i < 600; i++) {
      driver.memory().read(0x1_0000 + 512L * (599 - i), read, 0, 512);
      assertThat(read).isEqualTo(Arrays.copyOfRange(large, i * 512, i * 512 + 512));
    }
  }

  @Test
  void tellsItsSerialNumber() throws Exception {
    byte[] id = request(List.of(Requests.header(8, 0)), 20, 1);
    assertThat(new String(id, StandardCharsets.US_ASCII)).isEqualTo("a serial number that\0");
    assertThat(request(List.of(Requests.header(8, 0)), 4, 1))
        .isEqualTo(new byte[] {'a', ' ', 's', 'e', 0});
  }

  @Test
  void makesZeros() throws Exception {
    request(List.of(Requests.header(11, 0), Requests.segment(8, 8, 0)), 1);
    request(List.of(Requests.header(13, 0), Requests.segment(24, 16, 1)), 1);
    byte[] now = Files.readAllBytes(path);
    assertThat(now).hasSize(content.length);
    assertThat(Arrays.copyOfRange(now, 8 * 512, 16 * 512)).containsOnly(0);
    assertThat(Arrays.copyOfRange(now, 24 * 512, 40 * 512)).containsOnly(0);
    assertThat(Arrays.copyOfRange(now, 16 * 512, 24 * 512)).isEqualTo(sectors(16, 8));
  }

  @Test
  void hasManyRequestsInFlight() throws Exception {
    FakeQueue queue = driver.queue(0);
    List<Integer> heads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] data = new byte[512];
      Arrays.fill(data, (byte) i);
      heads.add(queue.add(List.of(Requests.header(1, i), data), List.of(1)));
      queue.add(List.of(Requests.header(4, 0)), List.of(1));
    }
    driver.kick(0);
    driver.await(() -> queue.usedIndex() == 100);
    for (int head : heads) {
      assertThat(queue.take(head)).isEqualTo(status(0));
    }
    byte[] now = Files.readAllBytes(path);
    for (int i = 0; i < 50; i++) {
      assertThat(now[i * 512 + 511]).isEqualTo((byte) i);
    }
  }

  @Test
  void forgetsRequestsAtAReset() throws Exception {
    for (int i = 0; i < 50; i++) {
      driver.queue(0).add(List.of(Requests.header(4, 0)), List.of(1));
    }
    assertThat(device.notified(0)).isFalse();
    device.reset();
    int used = driver.queue(0).usedIndex();
    driver.turn();
    assertThat(driver.queue(0).usedIndex()).isEqualTo(used);
    assertThat(device.notified(0)).isFalse();
    use(BlockDevice.open(path.toString(), false, ""));
    assertThat(request(List.of(Requests.header(4, 0)), 1)).isEqualTo(status(0));
  }

  /// Who closes a machine may be interrupted: that ends no waiting, and is no defect.
  @Test
  void closesThoughInterrupted() throws Exception {
    for (int i = 0; i < 50; i++) {
      driver.queue(0).add(List.of(Requests.header(4, 0)), List.of(1));
    }
    device.notified(0);
    Thread.currentThread().interrupt();
    driver.close();
    driver = null;
    device.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("block-"));
  }

  @Test
  void refusesToWriteToAReadOnlyDisk() throws Exception {
    use(BlockDevice.open(path.toString(), true, ""));
    assertThat(device.features()).isEqualTo(1 << 2 | 1 << 5 | 1 << 6);
    assertThat(request(List.of(Requests.header(1, 0), new byte[512]), 1)).isEqualTo(status(1));
    assertThat(request(List.of(Requests.header(11, 0), Requests.segment(0, 8, 0)), 1))
        .isEqualTo(status(1));
    assertThat(request(List.of(Requests.header(0, 0)), 512, 1)).isEqualTo(with(sectors(0, 1), 0));
    assertThat(path).hasBinaryContent(content);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 63, 1024, 1", // behind the end
    "0, 64, 512, 1",
    "0, -1, 512, 1",
    "0, 0x7fffffffffffffff, 512, 1",
    "0, 36028797018963968, 512, 1", // 2^55: its bytes overflow
    "0, 0, 511, 1", // no whole sectors
    "0, 64, 0, 0",
    "2, 0, 512, 2", // types that nobody knows
    "99, 0, 0, 2",
    "-1, 0, 0, 2",
  })
  void refusesWhatItCannotRead(int type, String sector, int length, int status) throws Exception {
    byte[] header = Requests.header(type, Long.decode(sector));
    byte[] all = length == 0 ? request(List.of(header), 1) : request(List.of(header), length, 1);
    assertThat(all[0]).isIn((byte) 0, (byte) status); // Only the status counts as written.
    assertThat(driver.memory().getU8(statusAt(length))).isEqualTo(status);
  }

  /// Where the fake driver's buffers lie: the header, the data and the status, a byte between each.
  private static long statusAt(int length) {
    return 0x20_0000 + 17 + (length == 0 ? 0 : length + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "11, 60, 8, 0, 1",
    "11, 0, -1, 0, 1",
    "11, -8, 8, 0, 1",
    "11, 0, 8, 1, 2",
    "13, 0, 8, 2, 2",
    "13, 0, 0, 0, 0",
  })
  void refusesBadSegments(int type, long sector, int sectors, int flags, int status)
      throws Exception {
    byte[] segment = Requests.segment(sector, sectors, flags);
    assertThat(request(List.of(Requests.header(type, 0), segment), 1)).isEqualTo(status(status));
    assertThat(request(List.of(Requests.header(type, 0), segment, segment), 1))
        .isEqualTo(status(1));
    assertThat(path).hasBinaryContent(content);
  }

  @Test
  void endsTheMachineOfAGuestThatSendsNoHeader() throws Exception {
    driver.queue(0).add(List.of(new byte[15]), List.of(1));
    assertThatThrownBy(() -> driver.kick(0))
        .isInstanceOf(GuestFault.class)
        .hasMessage("request must have a header of 16 bytes and a byte for status");
  }

  @Test
  void endsTheMachineOfAGuestThatLeavesNoRoomForTheStatus() throws Exception {
    driver.queue(0).add(List.of(Requests.header(0, 0)), List.of());
    assertThatThrownBy(() -> driver.kick(0)).isInstanceOf(GuestFault.class);
  }

  @Test
  void tellsThatTheFileWasCutOff() throws Exception {
    Files.write(path, new byte[512]);
    assertThat(request(List.of(Requests.header(0, 0)), 1024, 1)).hasSize(1);
    assertThat(driver.memory().getU8(statusAt(1024))).isEqualTo(1);
  }

  @Test
  void namesTheDiskThatIsNotThere() {
    assertThatThrownBy(() -> BlockDevice.open("/does/not/exist", true, ""))
        .isInstanceOf(SyscallException.class)
        .hasMessage(
            "openat(dirfd=AT_FDCWD, '/does/not/exist', O_RDONLY): ENOENT (No such file or directory)");
  }
}
