package io.stage1kvm.vmm.virtio.rng;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoVector;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.ChainHandler;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import io.stage1kvm.vmm.virtio.Queue;
import io.stage1kvm.vmm.virtio.VirtioDevice;

/// Random numbers from the host, virtio 1.2 section 5.4: the kernel writes them straight into the
/// guest's memory.
public final class RngDevice implements VirtioDevice {

  private static final int ID = 4;
  private static final int QUEUE_SIZE = 64;

  /// A driver that asks for more gets this much and asks again.
  static final int BYTES_PER_REQUEST = 4096;

  /// Random numbers cost some 3 ns a byte: a turn ends after 0.2 ms.
  static final int BYTES_PER_TURN = 64 * 1024;

  private final Fd source;
  private final IoVector vector = new IoVector(64);
  private final ChainHandler filler = this::fill;
  private Queue queue;
  private int budget;

  public RngDevice() throws SyscallException {
    source = Sys.files().openat(Fd.CWD, "/dev/urandom", Fcntl.O_RDONLY);
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "rng";
  }

  @Override
  public long features() {
    return 0;
  }

  @Override
  public int[] queueSizes() {
    return new int[] {QUEUE_SIZE};
  }

  @Override
  public long readConfig(int offset, int size) {
    return 0;
  }

  @Override
  public void activate(Activation activation) throws GuestFault {
    queue = activation.queue(0);
  }

  @Override
  public boolean notified(int index) throws GuestFault {
    budget = BYTES_PER_TURN;
    return queue.drain(filler) || budget <= 0;
  }

  @Override
  public void reset() {
    queue = null;
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (SyscallException e) {
      throw new IllegalStateException(e.getMessage(), e); // Nothing was written to it.
    }
  }

  private int fill(DescriptorChain chain) throws GuestFault {
    if (budget <= 0) {
      return ChainHandler.NOT_NOW;
    }
    vector.clear();
    long wanted = chain.addWritable(vector, 0, BYTES_PER_REQUEST);
    if (wanted == 0) {
      return 0;
    }
    int count = read();
    budget -= count;
    return count;
  }

  private int read() {
    while (true) {
      try {
        return (int) Sys.io().readv(source, vector);
      } catch (SyscallException e) {
        if (e.errno() != Errno.EINTR) {
          throw new IllegalStateException(e.getMessage(), e);
        }
      }
    }
  }
}
