package io.stage1kvm.vmm.virtio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.EventLoop;
import io.stage1kvm.vmm.virtio.EventLoopListener;
import io.stage1kvm.vmm.virtio.EventfdInterrupt;
import io.stage1kvm.vmm.virtio.FakeQueue;
import io.stage1kvm.vmm.virtio.Features;
import io.stage1kvm.vmm.virtio.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The device with each virtiofsd that this machine has. As root, as virtiofsd needs it.
final class VirtiofsdTest implements EventLoopListener {
  private static final int URGENT = 0;
  private static final int REQUESTS = 1;

  @TempDir private Path directory;
  private final List<String> failures = new ArrayList<>();
  private final List<Fd> kicks = new ArrayList<>();
  private GuestMemory memory;
  private EventLoop loop;
  private EventfdInterrupt interrupt;
  private Path socket;

  @BeforeEach
  void open() throws Exception {
    // More than 3 GiB, so that there are two regions.
    memory = GuestMemory.create(4L << 30);
    loop = new EventLoop(this);
    interrupt = new EventfdInterrupt();
    kicks.add(Sys.events().eventfd(0, Epoll.EFD_NONBLOCK));
    kicks.add(Sys.events().eventfd(0, Epoll.EFD_NONBLOCK));
    Files.writeString(Files.createDirectory(directory.resolve("tree")).resolve("f"), "content\n");
    socket = directory.resolve("socket");
  }

  @AfterEach
  void close() throws Exception {
    for (Fd kick : kicks) {
      kick.close();
    }
    interrupt.close();
    loop.close();
    memory.close();
  }

  @Override
  public void guestFault(GuestFault fault) {
    failures.add(fault.getMessage());
  }

  @Override
  public void hostFailure(Throwable failure) {
    failures.add(failure.getMessage());
  }

  static Stream<Path> programs() {
    return VirtiofsdProcess.programs();
  }

  /// Sets DRIVER_OK with fresh queues at an address.
  private FakeFuse activate(FsDevice device, long at) throws Exception {
    long features = Features.VERSION_1 | device.ringFeatures();
    FakeQueue urgent = new FakeQueue(memory, URGENT, 1024, at, features);
    FakeQueue requests = new FakeQueue(memory, REQUESTS, 1024, at + 0x2_0000, features);
    Queue[] queues = {
      new Queue(memory, urgent.layout(), 1024, features, interrupt),
      new Queue(memory, requests.layout(), 1024, features, interrupt)
    };
    device.activate(new Activation(memory, features, interrupt, loop, queues, kicks));
    return new FakeFuse(requests, () -> kick(REQUESTS), interrupt);
  }

  private void kick(int queue) {
    try {
      Sys.events().signal(kicks.get(queue), 1);
    } catch (SyscallException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void readsAFileThroughTheRings(Path program) throws Exception {
    try (var virtiofsd = VirtiofsdProcess.start(program, directory.resolve("tree"), socket)) {
      try (FsDevice device = FsDevice.connect(socket.toString(), "rootfs", 1)) {
        assertThat(device.ringFeatures()).isNotZero();
        FakeFuse fuse = activate(device, 0x10_0000);
        assertThat(fuse.init()).isEqualTo(7);
        assertThat(fuse.read("f", 100)).isEqualTo("content\n");
        loop.turn(0);
        device.reset();
      }
      assertThat(virtiofsd.hasEnded()).isTrue();
      assertThat(virtiofsd.log()).doesNotContainIgnoringCase("error");
    }
    assertThat(failures).isEmpty();
  }

  /// What a guest does that boots again.
  @ParameterizedTest
  @MethodSource("programs")
  void servesADriverAfterAReset(Path program) throws Exception {
    try (var virtiofsd = VirtiofsdProcess.start(program, directory.resolve("tree"), socket);
        FsDevice device = FsDevice.connect(socket.toString(), "rootfs", 1)) {
      assertThat(activate(device, 0x10_0000).init()).isEqualTo(7);
      device.reset();
      interrupt.status();
      FakeFuse fuse = activate(device, 0x14_0000);
      assertThat(fuse.init()).isEqualTo(7);
      assertThat(fuse.read("f", 3)).isEqualTo("con");
      device.reset();
      loop.turn(0);
    }
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void noticesThatItDies(Path program) throws Exception {
    try (var virtiofsd = VirtiofsdProcess.start(program, directory.resolve("tree"), socket);
        FsDevice device = FsDevice.connect(socket.toString(), "rootfs", 1)) {
      activate(device, 0x10_0000).init();
      virtiofsd.kill();
      loop.turn(10_000);
      device.reset();
    }
    assertThat(failures)
        .containsExactly("cannot use file server '" + socket + "': it closed the connection");
  }
}
