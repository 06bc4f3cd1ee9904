package io.stage1kvm.vmm.virtio.fs;

import io.stage1kvm.sys.Sys;
import io.stage1kvm.vmm.virtio.EventfdInterrupt;
import io.stage1kvm.vmm.virtio.FakeQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// As much of a FUSE client as reads a file: requests as `<linux/fuse.h>` lays them out, through a
/// queue that someone else serves.
final class FakeFuse {
  private static final int LOOKUP = 1;
  private static final int OPEN = 14;
  private static final int READ = 15;
  private static final int INIT = 26;
  private static final int ROOT = 1;
  private static final int IN_HEADER = 40;
  private static final int OUT_HEADER = 16;

  private final FakeQueue queue;
  private final Runnable kick;
  private final EventfdInterrupt interrupt;
  private long unique = 100;

  FakeFuse(FakeQueue queue, Runnable kick, EventfdInterrupt interrupt) {
    this.queue = queue;
    this.kick = kick;
    this.interrupt = interrupt;
  }

  /// The major version that the server speaks.
  int init() throws Exception {
    ByteBuffer in = bytes(64).putInt(7).putInt(31).putInt(0).putInt(0);
    return request(INIT, 0, in.array(), 64).getInt(0);
  }

  /// The content of a file in the root directory.
  String read(String name, int size) throws Exception {
    byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
    long node = request(LOOKUP, ROOT, text, 128).getLong(0);
    long handle = request(OPEN, node, bytes(8).array(), 16).getLong(0);
    ByteBuffer in = bytes(40).putLong(handle).putLong(0).putInt(size);
    ByteBuffer content = request(READ, node, in.array(), size);
    return StandardCharsets.UTF_8.decode(content).toString();
  }

  private ByteBuffer request(int opcode, long node, byte[] in, int outSize) throws Exception {
    long id = unique++;
    ByteBuffer header = bytes(IN_HEADER);
    header.putInt(IN_HEADER + in.length).putInt(opcode).putLong(id).putLong(node);
    int head = queue.add(List.of(header.array(), in), List.of(OUT_HEADER, outSize));
    kick.run();
    awaitInterrupt(head);
    ByteBuffer reply = ByteBuffer.wrap(queue.take(head)).order(ByteOrder.LITTLE_ENDIAN);
    if (reply.getInt(4) != 0 || reply.getLong(8) != id || reply.getInt(0) != reply.limit()) {
      throw new AssertionError(
          "request %d: length %d, error %d, unique %d"
              .formatted(opcode, reply.getInt(0), reply.getInt(4), reply.getLong(8)));
    }
    return reply.position(OUT_HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private void awaitInterrupt(int head) throws Exception {
    for (int i = 0; i < 10_000; i++) {
      boolean interrupted = Sys.events().drain(interrupt.eventfd()) > 0;
      if (interrupted && interrupt.status() == 1 && queue.isUsed(head)) {
        return;
      }
      Thread.sleep(1);
    }
    throw new AssertionError("no interrupt for chain " + head + " within 10 s");
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
