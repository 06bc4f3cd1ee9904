package io.stage1kvm.kvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Makes the exits that only a `struct kvm_run` can carry.
public final class TestExits {

  private static final int DATA = 0x1000;

  private static ByteBuffer run(int reason) {
    return ByteBuffer.allocate(0x2000).order(ByteOrder.LITTLE_ENDIAN).putInt(8, reason);
  }

  private static VcpuExit.Io io(int direction, int port, int size, int count, long... values) {
    ByteBuffer run = run(2);
    run.put(32, (byte) direction).put(33, (byte) size).putShort(34, (short) port);
    run.putInt(36, count).putLong(40, DATA);
    for (int i = 0; i < values.length; i++) {
      Bytes.put(run, DATA + i * size, size, values[i]);
    }
    return (VcpuExit.Io) new ExitDecoder(run).decode();
  }

  public VcpuExit.Io in(int port, int size, int count) {
    return io(0, port, size, count);
  }

  public VcpuExit.Io out(int port, int size, long... values) {
    return io(1, port, size, values.length, values);
  }

  public VcpuExit.Mmio read(long address, int size) {
    ByteBuffer run = run(6).putLong(32, address).putInt(48, size);
    return (VcpuExit.Mmio) new ExitDecoder(run).decode();
  }

  public VcpuExit.Mmio write(long address, int size, long value) {
    ByteBuffer run = run(6).putLong(32, address).putInt(48, size);
    run.putLong(40, value).put(52, (byte) 1);
    return (VcpuExit.Mmio) new ExitDecoder(run).decode();
  }
}
