package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.jna.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Native memory of the calling thread for the arguments of one system call: two names, one
/// structure and a piece of data. It belongs to the thread for its life and to one call at a
/// time; no call keeps an address of it.
final class Scratch {

  /// `PATH_MAX` with the closing zero.
  private static final int NAME_SIZE = 4096;

  private static final int SECOND_NAME = NAME_SIZE;
  private static final int STRUCT = 2 * NAME_SIZE;
  private static final int DATA = 3 * NAME_SIZE;

  /// Enough for an extended attribute or its list (64 KiB) and for a good block of a file.
  static final int DATA_SIZE = 128 * 1024;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(DATA + DATA_SIZE).order(ByteOrder.nativeOrder());
  private final long address = LibC.address(memory);

  static Scratch get() {
    return OF_THREAD.get();
  }

  /// Stores a name with its closing zero and returns its address.
  long name(byte[] name, String call) throws SyscallException {
    return store(0, name, call);
  }

  long secondName(byte[] name, String call) throws SyscallException {
    return store(SECOND_NAME, name, call);
  }

  private long store(int offset, byte[] name, String call) throws SyscallException {
    if (name.length >= NAME_SIZE) {
      throw new SyscallException(call + "(" + Text.name(name) + ")", Errno.ENAMETOOLONG);
    }
    for (byte b : name) {
      if (b == 0) { // The kernel would silently take the part before it.
        throw new SyscallException(call + "(" + Text.name(name) + ")", Errno.EINVAL);
      }
    }
    memory.put(offset, name);
    memory.put(offset + name.length, (byte) 0);
    return address + offset;
  }

  /// Address of the room for a structure, 4096 bytes.
  long struct() {
    return address + STRUCT;
  }

  int int32(int offset) {
    return memory.getInt(STRUCT + offset);
  }

  int uint16(int offset) {
    return Short.toUnsignedInt(memory.getShort(STRUCT + offset));
  }

  long int64(int offset) {
    return memory.getLong(STRUCT + offset);
  }

  void putInt16(int offset, int value) {
    memory.putShort(STRUCT + offset, (short) value);
  }

  void putInt32(int offset, int value) {
    memory.putInt(STRUCT + offset, value);
  }

  void putInt64(int offset, long value) {
    memory.putLong(STRUCT + offset, value);
  }

  void structBytes(byte[] target) {
    memory.get(STRUCT, target);
  }

  void putStructBytes(byte[] source) {
    memory.put(STRUCT, source);
  }

  /// Address of the room for data, [#DATA_SIZE] bytes.
  long data() {
    return address + DATA;
  }

  void putData(byte[] source, int offset, int length) {
    memory.put(DATA, source, offset, length);
  }

  void getData(byte[] target, int offset, int length) {
    memory.get(DATA, target, offset, length);
  }

  /// A copy of the first bytes of the data.
  byte[] dataBytes(int length) {
    byte[] bytes = new byte[length];
    memory.get(DATA, bytes);
    return bytes;
  }

  /// A view of the first bytes of the data, valid until the thread's next call.
  ByteBuffer dataView(int length) {
    return memory.slice(DATA, length).order(ByteOrder.nativeOrder());
  }

  static byte[] utf8(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
