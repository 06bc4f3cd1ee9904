package io.stage1kvm.vmm.virtio;

import io.stage1kvm.vmm.memory.GuestFault;

/// Answers each request with its own bytes.
final class EchoDevice implements VirtioDevice {
  static final long FEATURE = 1 << 5;

  final byte[] buffer = new byte[256];
  volatile Activation activation;
  volatile long config;
  boolean closed;

  @Override
  public int id() {
    return 42;
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public long features() {
    return FEATURE;
  }

  @Override
  public int[] queueSizes() {
    return new int[] {64, 32};
  }

  @Override
  public long readConfig(int offset, int size) {
    return offset < 8 ? config >>> 8 * offset : 0;
  }

  @Override
  public void writeConfig(int offset, int size, long value) {
    config = offset < 8 ? value << 8 * offset : config;
  }

  @Override
  public void activate(Activation newActivation) {
    activation = newActivation;
  }

  @Override
  public boolean notified(int queue) throws GuestFault {
    return activation.queue(queue).drain(this::echo);
  }

  private int echo(DescriptorChain chain) throws GuestFault {
    int length = chain.read(0, buffer, 0, buffer.length);
    return chain.write(0, buffer, 0, length);
  }

  @Override
  public void reset() {
    activation = null;
  }

  @Override
  public void close() {
    closed = true;
  }
}
