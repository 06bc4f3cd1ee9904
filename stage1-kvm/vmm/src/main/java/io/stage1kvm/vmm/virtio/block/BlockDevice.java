package io.stage1kvm.vmm.virtio.block;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.ConfigSpace;
import io.stage1kvm.vmm.virtio.EventTask;
import io.stage1kvm.vmm.virtio.Queue;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/// The block device (virtio 1.2 section 5.2) on a raw file or a block device of the host. It has a
/// write cache, the host's, which the driver flushes.
///
/// A read of what the host has in memory is done in the event loop's turn: handing it to another
/// thread costs more. Everything else is done by threads that may wait for the disk, several
/// requests at once and used in the order in which they end.
public final class BlockDevice implements VirtioDevice {

  private static final int ID = 2;
  private static final int QUEUE_SIZE = 256;

  /// Without header and status, a request is one call of the kernel.
  private static final int SEGMENTS = QUEUE_SIZE - 2;

  /// Bytes that are copied in the event loop's turn: some 10 microseconds.
  private static final long INLINE = 64 << 10;

  private final DiskFile disk;
  private final byte[] serial;
  private final ConfigSpace config;
  private final BlockTransfer inline;
  private final BlockWorkers workers;
  private final ArrayDeque<BlockWorkers.Work> free = new ArrayDeque<>();
  private Activation activation;
  private Queue queue;

  /// Null as long as nobody waits for requests; read by the workers.
  private volatile EventTask completion;

  private BlockDevice(DiskFile disk, byte[] serial) {
    this.disk = disk;
    this.serial = serial;
    config = BlockConfig.space(disk, SEGMENTS);
    inline = new BlockTransfer(disk);
    workers = new BlockWorkers(disk, this::wake);
  }

  /// Opens a disk.
  ///
  /// @param path a raw file or a block device
  /// @param serial what the guest sees as the disk's serial number: its first 20 bytes
  public static BlockDevice open(String path, boolean readOnly, String serial)
      throws SyscallException {
    byte[] id = serial.getBytes(StandardCharsets.UTF_8);
    return new BlockDevice(DiskFile.open(path, readOnly), Arrays.copyOf(id, BlockRequest.ID_SIZE));
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "block";
  }

  @Override
  public long features() {
    return BlockConfig.features(disk);
  }

  @Override
  public int[] queueSizes() {
    return new int[] {QUEUE_SIZE};
  }

  @Override
  public long readConfig(int offset, int size) {
    return config.read(offset, size);
  }

  @Override
  public void activate(Activation activation) throws GuestFault {
    queue = activation.queue(0);
    this.activation = activation;
    completion = activation.loop().task(this::complete);
  }

  @Override
  public boolean notified(int index) throws GuestFault {
    if (queue == null) {
      return false;
    }
    int left = Queue.TURN;
    queue.suspendKicks();
    try {
      do {
        while (left > 0 && takeOne()) {
          left--;
        }
      } while (left > 0 && queue.resumeKicks());
    } finally {
      queue.publish();
    }
    return left == 0;
  }

  /// Takes a request and does it or has it done; false if there is none.
  private boolean takeOne() throws GuestFault {
    // Never more than the queue has descriptors: each of them is the head of one chain at most.
    BlockWorkers.Work work = free.poll();
    if (work == null) {
      work = new BlockWorkers.Work(new BlockRequest(activation.memory()));
    }
    BlockRequest request = work.request;
    if (!queue.pop(request.chain())) {
      free.push(work);
      return false;
    }
    byte status = request.begin(disk.size(), disk.isReadOnly());
    if (status == BlockRequest.PENDING && isQuick(request) && inline.readNow(request)) {
      status = BlockRequest.OK;
    }
    if (status == BlockRequest.PENDING) {
      workers.submit(work);
      return true;
    }
    if (request.type() == BlockRequest.GET_ID) {
      request.answer(serial);
    }
    end(work, status);
    return true;
  }

  private static boolean isQuick(BlockRequest request) {
    return request.type() == BlockRequest.IN && request.length() <= INLINE;
  }

  private void end(BlockWorkers.Work work, byte status) throws GuestFault {
    queue.push(work.request.chain(), work.request.end(status));
    free.push(work);
  }

  private void wake() {
    EventTask task = completion;
    if (task != null) {
      task.wake();
    }
  }

  /// Uses what the workers have done.
  private boolean complete() throws GuestFault {
    if (queue == null) {
      return false;
    }
    for (BlockWorkers.Work work = workers.takeDone(); work != null; work = workers.takeDone()) {
      if (work.failure != null) {
        throw new IllegalStateException("block: request failed", work.failure);
      }
      end(work, work.status);
    }
    queue.publish();
    return false;
  }

  @Override
  public void reset() {
    completion = null;
    workers.drop();
    queue = null;
    activation = null;
    free.clear();
  }

  @Override
  public void close() {
    workers.close();
    try {
      disk.close();
    } catch (SyscallException e) {
      // What was not flushed is not promised to be on the disk.
    }
  }
}
