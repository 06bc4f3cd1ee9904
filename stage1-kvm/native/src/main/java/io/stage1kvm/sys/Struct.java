package io.stage1kvm.sys;

import io.stage1kvm.sys.jna.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A structure of the kernel in native memory: fields at the offsets of [io.stage1kvm.sys.abi], of
/// native byte order. All zeros at first. For one thread at a time; the memory lives as long as
/// this object, and calls that take it keep no address of it.
public final class Struct {

  private final ByteBuffer memory;
  private final long address;

  /// @param size bytes
  public Struct(int size) {
    memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = LibC.address(memory);
  }

  /// Bytes.
  public int size() {
    return memory.capacity();
  }

  public int uint8(int offset) {
    return Byte.toUnsignedInt(memory.get(offset));
  }

  public int uint16(int offset) {
    return Short.toUnsignedInt(memory.getShort(offset));
  }

  public int int32(int offset) {
    return memory.getInt(offset);
  }

  public long int64(int offset) {
    return memory.getLong(offset);
  }

  public void putInt8(int offset, int value) {
    memory.put(offset, (byte) value);
  }

  public void putInt16(int offset, int value) {
    memory.putShort(offset, (short) value);
  }

  public void putInt32(int offset, int value) {
    memory.putInt(offset, value);
  }

  public void putInt64(int offset, long value) {
    memory.putLong(offset, value);
  }

  /// Copies bytes from another structure.
  public void copy(int offset, Struct source, int sourceOffset, int length) {
    memory.put(offset, source.memory, sourceOffset, length);
  }

  long address() {
    return address;
  }
}
