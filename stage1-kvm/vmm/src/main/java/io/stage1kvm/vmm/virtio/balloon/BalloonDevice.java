package io.stage1kvm.vmm.virtio.balloon;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.ChainHandler;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import io.stage1kvm.vmm.virtio.Interrupt;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The memory balloon device (virtio 1.2 section 5.5): the host asks for pages by a target
/// ([#resize]), and the guest reports pages that it does not use; both go back to the host at once.
///
/// A guest that returns a page and uses it later finds zeros there, its own affair. Pages that it
/// takes back need no work: they take memory of the host when they are touched.
public final class BalloonDevice implements VirtioDevice {

  /// The guest takes pages back before it runs out of memory.
  static final long F_DEFLATE_ON_OOM = 1L << 2;

  /// The guest reports free pages by itself.
  static final long F_REPORTING = 1L << 5;

  static final int INFLATE = 0;
  static final int DEFLATE = 1;

  /// The reporting queue by the standard, behind the two of features that are not offered here.
  static final int REPORTING = 4;

  /// The same for Linux, which gives numbers only to queues that exist.
  static final int REPORTING_IN_LINUX = 2;

  static final int CONFIG_TARGET = 0;
  static final int CONFIG_ACTUAL = 4;

  /// Page numbers of one request; Linux sends 256.
  static final int MAX_PAGES = 1024;

  private static final int ID = 5;
  private static final int PAGE_SHIFT = 12;

  /// Calls of the kernel in one turn of the event loop; each gives back one range.
  private static final int CALLS_PER_TURN = 256;

  /// Of the host, in pages. Written by whoever changes the size, read by vCPUs.
  private volatile int target;

  /// What the guest says that it has given, in pages.
  private volatile int actual;

  private final byte[] bytes = new byte[MAX_PAGES * Integer.BYTES];
  private final ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private final long[] pages = new long[MAX_PAGES];
  private final ChainHandler inflate = this::inflate;
  private final ChainHandler deflate = this::deflate;
  private final ChainHandler report = this::report;
  private volatile Interrupt interrupt;
  private Activation activation;
  private PageReturn pageReturn;
  private int callsLeft;

  /// Asks the guest to give memory, or to take it back. From any thread.
  ///
  /// @param bytes that the guest does without
  public void resize(long bytes) {
    int wanted = Math.toIntExact(bytes >>> PAGE_SHIFT);
    Interrupt now = interrupt;
    if (now == null) {
      target = wanted;
    } else {
      now.changeConfig(() -> target = wanted);
    }
  }

  /// Bytes that the guest says it does without.
  public long size() {
    return Integer.toUnsignedLong(actual) << PAGE_SHIFT;
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "balloon";
  }

  @Override
  public long features() {
    return F_DEFLATE_ON_OOM | F_REPORTING;
  }

  @Override
  public int[] queueSizes() {
    return new int[] {128, 128, 32, 32, 32};
  }

  @Override
  public long readConfig(int offset, int size) {
    long both = Integer.toUnsignedLong(target) | Integer.toUnsignedLong(actual) << Integer.SIZE;
    if (offset < 0 || offset >= Long.BYTES) {
      return 0;
    }
    long value = both >>> 8 * offset;
    return size == Long.BYTES ? value : value & (1L << 8 * size) - 1;
  }

  @Override
  public void writeConfig(int offset, int size, long value) {
    if (offset == CONFIG_ACTUAL && size == Integer.BYTES) {
      actual = (int) value;
    }
  }

  @Override
  public void activate(Activation activation) throws GuestFault {
    activation.queue(INFLATE);
    activation.queue(DEFLATE);
    pageReturn = new PageReturn(activation.memory());
    this.activation = activation;
    interrupt = activation.interrupt();
  }

  @Override
  public boolean notified(int queue) throws GuestFault {
    if (activation == null || !activation.isReady(queue)) {
      return false;
    }
    callsLeft = CALLS_PER_TURN;
    boolean more =
        activation
            .queue(queue)
            .drain(
                switch (queue) {
                  case INFLATE -> inflate;
                  case DEFLATE -> deflate;
                  default -> report;
                });
    return more || callsLeft <= 0;
  }

  /// Reads page numbers and returns the pages.
  private int inflate(DescriptorChain chain) throws GuestFault {
    if (callsLeft <= 0) {
      return ChainHandler.NOT_NOW;
    }
    int count = readPages(chain);
    // Linux gives them in runs, but not all in one.
    Arrays.sort(pages, 0, count);
    for (int i = 0; i < count; i++) {
      pageReturn.add(pages[i], GuestMemory.PAGE_SIZE);
    }
    finish();
    return 0;
  }

  private int readPages(DescriptorChain chain) throws GuestFault {
    long length = chain.readableLength();
    if (length % Integer.BYTES != 0 || length > bytes.length) {
      throw new GuestFault(
          "request of %d bytes must be numbers of 4 bytes, at most %d of them"
              .formatted(length, MAX_PAGES));
    }
    chain.read(0, bytes, 0, (int) length);
    int count = (int) length / Integer.BYTES;
    for (int i = 0; i < count; i++) {
      pages[i] = Integer.toUnsignedLong(numbers.getInt(i * Integer.BYTES)) << PAGE_SHIFT;
    }
    return count;
  }

  /// The memory of these pages comes back by itself.
  private int deflate(DescriptorChain chain) {
    return 0;
  }

  /// The buffers themselves are the free pages.
  private int report(DescriptorChain chain) throws GuestFault {
    if (callsLeft <= 0) {
      return ChainHandler.NOT_NOW;
    }
    int first = chain.readablePieces();
    for (int i = first; i < first + chain.writablePieces(); i++) {
      pageReturn.add(chain.pieceAddress(i), chain.pieceLength(i));
    }
    finish();
    return 0;
  }

  private void finish() throws GuestFault {
    pageReturn.flush();
    callsLeft -= pageReturn.takeCalls();
  }

  @Override
  public void reset() {
    activation = null;
    interrupt = null;
    actual = 0;
  }

  @Override
  public void close() {
    // It holds nothing of the host.
  }
}
