package io.stage1kvm.vmm.virtio;

import io.stage1kvm.sys.IoVector;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import java.util.Arrays;

/// The buffers of one request: first those that the device reads, then those that it writes. All of
/// them lie in guest memory: [Queue#pop] has checked it. Their bytes are the guest's, who may
/// change them at any time: copy them out once, check the copy, use the copy.
///
/// Made once for a request slot and filled by each pop. For the event loop's thread; a worker
/// thread may have it between pop and push.
public final class DescriptorChain {

  /// What `readv` takes at once, and more than drivers put in one chain.
  public static final int MAX_PIECES = IoVector.MAX_PIECES;

  private static final int USUAL_PIECES = 16;

  private final GuestMemory memory;
  private long[] addresses = new long[USUAL_PIECES];
  private long[] lengths = new long[USUAL_PIECES];
  private int head;
  private int readable;
  private int pieces;
  private long readableLength;
  private long writableLength;

  public DescriptorChain(GuestMemory memory) {
    this.memory = memory;
  }

  /// Index of its first descriptor: its name in the used ring.
  public int head() {
    return head;
  }

  /// Bytes that the device reads.
  public long readableLength() {
    return readableLength;
  }

  /// Bytes that the device may write.
  public long writableLength() {
    return writableLength;
  }

  /// Number of buffers that the device reads.
  public int readablePieces() {
    return readable;
  }

  /// Number of buffers that the device may write.
  public int writablePieces() {
    return pieces - readable;
  }

  /// Guest address of a buffer, the readable ones first.
  public long pieceAddress(int piece) {
    return addresses[piece];
  }

  /// Bytes of a buffer, at least 1.
  public long pieceLength(int piece) {
    return lengths[piece];
  }

  /// Copies from the readable bytes; returns how many, fewer at their end.
  public int read(long offset, byte[] target, int at, int length) throws GuestFault {
    return copy(0, readable, offset, target, at, length, false);
  }

  /// Copies into the writable bytes; returns how many, fewer at their end.
  public int write(long offset, byte[] source, int at, int length) throws GuestFault {
    return copy(readable, pieces, offset, source, at, length, true);
  }

  /// Appends readable bytes for `writev`; returns how many, fewer at their end or when the vector
  /// is full.
  public long addReadable(IoVector vector, long offset, long length) throws GuestFault {
    return fill(0, readable, vector, offset, length);
  }

  /// Appends writable bytes for `readv`; returns how many, fewer at their end or when the vector is
  /// full.
  public long addWritable(IoVector vector, long offset, long length) throws GuestFault {
    return fill(readable, pieces, vector, offset, length);
  }

  void begin(int first) {
    head = first;
    readable = 0;
    pieces = 0;
    readableLength = 0;
    writableLength = 0;
  }

  /// Appends a buffer; nothing if it is empty.
  void add(long address, long length, boolean writable) {
    if (length == 0) {
      return;
    }
    if (pieces == addresses.length) { // Slots have their final size after a few requests.
      addresses = Arrays.copyOf(addresses, 2 * pieces);
      lengths = Arrays.copyOf(lengths, 2 * pieces);
    }
    addresses[pieces] = address;
    lengths[pieces] = length;
    pieces++;
    if (writable) {
      writableLength += length;
    } else {
      readable++;
      readableLength += length;
    }
  }

  private int copy(
      int from, int to, long offset, byte[] bytes, int at, int length, boolean intoGuest)
      throws GuestFault {
    long skip = offset;
    int done = 0;
    for (int i = from; i < to && done < length; i++) {
      long size = lengths[i];
      if (skip >= size) {
        skip -= size;
        continue;
      }
      int piece = (int) Math.min(length - done, size - skip);
      if (intoGuest) {
        memory.write(addresses[i] + skip, bytes, at + done, piece);
      } else {
        memory.read(addresses[i] + skip, bytes, at + done, piece);
      }
      skip = 0;
      done += piece;
    }
    return done;
  }

  private long fill(int from, int to, IoVector vector, long offset, long length) throws GuestFault {
    long skip = offset;
    long done = 0;
    for (int i = from; i < to && done < length && !vector.isFull(); i++) {
      long size = lengths[i];
      if (skip >= size) {
        skip -= size;
        continue;
      }
      long piece = Math.min(length - done, size - skip);
      vector.add(memory.hostAddress(addresses[i] + skip, piece), piece);
      skip = 0;
      done += piece;
    }
    return done;
  }
}
