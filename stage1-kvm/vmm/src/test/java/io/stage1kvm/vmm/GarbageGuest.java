package io.stage1kvm.vmm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stage1kvm.vmm.virtio.VirtioDevice;
import io.stage1kvm.vmm.virtio.balloon.BalloonDevice;
import io.stage1kvm.vmm.virtio.block.BlockDevice;
import io.stage1kvm.vmm.virtio.console.ConsoleDevice;
import io.stage1kvm.vmm.virtio.fs.FakeFileServer;
import io.stage1kvm.vmm.virtio.net.NetDevice;
import io.stage1kvm.vmm.virtio.rng.RngDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The guest of `src/test/c/garbage.c`, in machines that have every device there is. In a thread
/// whose network namespace has the interface `tap0`.
final class GarbageGuest {

  /// What the guest does.
  enum Mode {
    GARBAGE,
    WELL_BEHAVED
  }

  private static final List<String> GCC =
      List.of(
          ("gcc -std=c17 -Wall -Wextra -Werror -Os -m32 -march=i686 -ffreestanding -nostdlib"
                  + " -fno-pic -no-pie -fno-stack-protector -fno-asynchronous-unwind-tables"
                  + " -Wl,-Ttext=0x100000 -Wl,--oformat=binary -Wl,--build-id=none"
                  + " src/test/c/garbage.c -o")
              .split(" "));

  /// Where the guest's three words are: seed, number of devices, mode.
  private static final int WORDS = 8;

  private static final byte[] MAC = {2, 0, 0, 0, 0, 1};
  private static final int SECTORS = 2048;

  private final Path dir;
  private final byte[] program;
  private final Path disk;
  private long accesses;

  GarbageGuest(Path dir) throws Exception {
    this.dir = dir;
    program = compile(dir.resolve("garbage"));
    disk = dir.resolve("disk");
    writeDisk();
  }

  private static byte[] compile(Path output) throws Exception {
    List<String> command = new ArrayList<>(GCC);
    command.add(output.toString());
    Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
    String words = new String(gcc.getInputStream().readAllBytes(), UTF_8);
    if (gcc.waitFor() != 0) {
      throw new AssertionError(words);
    }
    return Files.readAllBytes(output);
  }

  /// As the well-behaved guest expects it.
  void writeDisk() throws IOException {
    Files.writeString(disk, "disk".repeat(SECTORS * 512 / 4));
  }

  /// Exits of all machines until now, nearly each of them an access to a device.
  long accesses() {
    return accesses;
  }

  /// Starts a machine, waits for its end, and gives back all it held.
  ///
  /// @param time after which it is stopped
  VmEnd run(Mode mode, int seed, Duration time) throws Exception {
    try (FakeFileServer server = new FakeFileServer()) {
      ConsoleDevice console = new ConsoleDevice("agent");
      List<VirtioDevice> devices =
          List.of(
              console,
              new RngDevice(),
              new BalloonDevice(),
              BlockDevice.open(disk.toString(), false, "disk"),
              BlockDevice.open(disk.toString(), true, "disk"),
              NetDevice.open("tap0", MAC, 1500),
              server.connect());
      byte[] code = program.clone();
      ByteBuffer words = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
      words.putInt(WORDS, seed).putInt(WORDS + 4, devices.size()).putInt(WORDS + 8, mode.ordinal());
      try (TinyKernel kernel = new TinyKernel(dir, code);
          VirtualMachine machine =
              VirtualMachine.start(kernel.config(1, Optional.of(value -> {}), devices))) {
        Optional<VmEnd> ended = machine.await(time);
        machine.stop();
        VmEnd end = ended.orElse(machine.await());
        accesses += machine.exits().stream().mapToLong(ExitCount::count).sum();
        return end;
      }
    }
  }
}
