package io.stage1kvm.vmm.virtio.block;

import io.stage1kvm.sys.DiskCalls;
import io.stage1kvm.sys.IoVector;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.vmm.memory.GuestFault;
import java.util.function.BooleanSupplier;

/// Does what requests ask of the disk, straight between the file and the guest's memory. One for
/// each thread.
final class BlockTransfer {

  /// One call moves at most so much, so that a reset does not wait long.
  static final long PIECE = 4 << 20;

  private static final int VECTOR = 256;

  private final DiskFile disk;
  private final IoVector vector = new IoVector(VECTOR);

  BlockTransfer(DiskFile disk) {
    this.disk = disk;
  }

  /// Tries to read without waiting for the disk.
  ///
  /// @return whether all of it was there
  boolean readNow(BlockRequest request) throws GuestFault {
    fill(request, 0);
    if (vector.length() < request.length()) {
      return false;
    }
    try {
      long read = disk.readNow(vector, request.position());
      return read != DiskCalls.NOT_NOW && read == request.length();
    } catch (SyscallException e) {
      return false; // Tried again where it may wait, which gives the same failure.
    }
  }

  /// Does a request, however long it takes, and returns its status.
  ///
  /// @param cancelled whether nobody wants it any more
  byte run(BlockRequest request, BooleanSupplier cancelled) throws GuestFault {
    try {
      return switch (request.type()) {
        case BlockRequest.IN, BlockRequest.OUT -> move(request, cancelled);
        case BlockRequest.FLUSH -> {
          disk.flush();
          yield BlockRequest.OK;
        }
        case BlockRequest.DISCARD -> zero(request, true);
        case BlockRequest.WRITE_ZEROES -> zero(request, request.isUnmap());
        default -> throw new IllegalStateException("type " + request.type());
      };
    } catch (SyscallException e) {
      return e.errno() == Errno.EOPNOTSUPP ? BlockRequest.UNSUPP : BlockRequest.IOERR;
    }
  }

  private byte zero(BlockRequest request, boolean release) throws SyscallException {
    disk.zero(request.position(), request.length(), release);
    return BlockRequest.OK;
  }

  private byte move(BlockRequest request, BooleanSupplier cancelled)
      throws SyscallException, GuestFault {
    for (long done = 0; done < request.length(); ) {
      if (cancelled.getAsBoolean()) {
        return BlockRequest.IOERR;
      }
      fill(request, done);
      long position = request.position() + done;
      long now =
          request.type() == BlockRequest.IN
              ? disk.read(vector, position)
              : disk.write(vector, position);
      if (now == 0) {
        return BlockRequest.IOERR; // The file was cut off while it was in use.
      }
      done += now;
    }
    return BlockRequest.OK;
  }

  private void fill(BlockRequest request, long done) throws GuestFault {
    vector.clear();
    long length = Math.min(PIECE, request.length() - done);
    if (request.type() == BlockRequest.IN) {
      request.chain().addWritable(vector, done, length);
    } else {
      request.chain().addReadable(vector, BlockRequest.HEADER + done, length);
    }
  }
}
