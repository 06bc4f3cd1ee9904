package io.stage1kvm.vmm;

import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.virtio.Activation;
import io.stage1kvm.vmm.virtio.VirtioDevice;

/// A device whose configuration bears no access: to write is the guest's fault, to read ours.
final class TouchyDevice implements VirtioDevice {
  int closed;

  @Override
  public int id() {
    return 42;
  }

  @Override
  public String name() {
    return "touchy";
  }

  @Override
  public long features() {
    return 0;
  }

  @Override
  public int[] queueSizes() {
    return new int[] {16};
  }

  @Override
  public long readConfig(int offset, int size) {
    throw new IllegalStateException("not today");
  }

  @Override
  public void writeConfig(int offset, int size, long value) throws GuestFault {
    throw new GuestFault("value '0x" + Long.toHexString(value) + "' must not be written");
  }

  @Override
  public void activate(Activation activation) {}

  @Override
  public boolean notified(int queue) {
    return false;
  }

  @Override
  public void reset() {}

  @Override
  public void close() {
    closed++;
  }
}
