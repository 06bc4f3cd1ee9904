package io.stage1kvm.vmm.virtio.block;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.virtio.DescriptorChain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One request (virtio 1.2 section 5.2.6): a header, data, and at the very end a byte of status, in
/// buffers of any sizes. Made once for a place and used again.
///
/// [#begin] checks all that the guest has asked for; afterwards nothing of it is read again.
final class BlockRequest {

  // type
  static final int IN = 0;
  static final int OUT = 1;
  static final int FLUSH = 4;
  static final int GET_ID = 8;
  static final int DISCARD = 11;
  static final int WRITE_ZEROES = 13;

  // status
  static final byte OK = 0;
  static final byte IOERR = 1;
  static final byte UNSUPP = 2;

  /// Not a status: the disk has to do something first.
  static final byte PENDING = -1;

  static final int HEADER = 16;

  /// Of a discard or of zeros: sector, number of sectors, flags.
  static final int SEGMENT = 16;

  /// Flag of a segment: the zeros need no place on the disk.
  static final int UNMAP = 1;

  /// Bytes of the answer to GET_ID.
  static final int ID_SIZE = 20;

  private final DescriptorChain chain;
  private final byte[] bytes = new byte[HEADER];
  private final ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private final byte[] status = new byte[1];
  private int type;
  private long position;
  private long length;
  private boolean unmap;

  BlockRequest(GuestMemory memory) {
    chain = new DescriptorChain(memory);
  }

  DescriptorChain chain() {
    return chain;
  }

  int type() {
    return type;
  }

  /// Where on the disk, in bytes; it and what follows it for [#length] lies on the disk.
  long position() {
    return position;
  }

  long length() {
    return length;
  }

  /// Of WRITE_ZEROES.
  boolean isUnmap() {
    return unmap;
  }

  /// Reads the header and checks it.
  ///
  /// @return [#PENDING], or the status if nothing is left to do
  byte begin(long diskSize, boolean readOnly) throws GuestFault {
    if (chain.readableLength() < HEADER || chain.writableLength() < status.length) {
      throw new GuestFault("request must have a header of 16 bytes and a byte for status");
    }
    chain.read(0, bytes, 0, HEADER);
    type = words.getInt(0);
    position = words.getLong(8);
    length = 0;
    unmap = false;
    return switch (type) {
      case IN -> transfer(chain.writableLength() - status.length, diskSize);
      case OUT -> readOnly ? IOERR : transfer(chain.readableLength() - HEADER, diskSize);
      case FLUSH -> PENDING;
      case GET_ID -> OK;
      case DISCARD, WRITE_ZEROES -> readOnly ? IOERR : segment(diskSize);
      default -> UNSUPP;
    };
  }

  private byte transfer(long bytes, long diskSize) {
    length = bytes;
    if (bytes % DiskFile.SECTOR != 0 || !place(position, diskSize)) {
      return IOERR;
    }
    return bytes == 0 ? OK : PENDING;
  }

  private byte segment(long diskSize) throws GuestFault {
    if (chain.readableLength() != HEADER + SEGMENT) { // Only one is offered.
      return IOERR;
    }
    chain.read(HEADER, bytes, 0, SEGMENT);
    length = Integer.toUnsignedLong(words.getInt(8)) * DiskFile.SECTOR;
    int flags = words.getInt(12);
    unmap = type == WRITE_ZEROES && flags == UNMAP;
    if (flags != 0 && !unmap) {
      return UNSUPP;
    }
    if (!place(words.getLong(0), diskSize)) {
      return IOERR;
    }
    return length == 0 ? OK : PENDING;
  }

  /// Without sums that overflow; a negative number is a huge one.
  private boolean place(long sector, long diskSize) {
    if (length > diskSize || sector < 0 || sector > (diskSize - length) / DiskFile.SECTOR) {
      return false;
    }
    position = sector * DiskFile.SECTOR;
    return true;
  }

  /// Writes the answer to GET_ID.
  void answer(byte[] id) throws GuestFault {
    chain.write(0, id, 0, (int) Math.min(id.length, chain.writableLength() - status.length));
  }

  /// Writes the status.
  ///
  /// @return bytes that were written into the chain
  long end(byte result) throws GuestFault {
    status[0] = result;
    chain.write(chain.writableLength() - status.length, status, 0, status.length);
    // The status is the last byte: before it, all was written or what it says is all there is.
    return result == OK ? chain.writableLength() : status.length;
  }
}
