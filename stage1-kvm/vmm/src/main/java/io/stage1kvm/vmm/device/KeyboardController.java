package io.stage1kvm.vmm.device;

import io.stage1kvm.vmm.bus.BusDevice;

/// Of the PC's keyboard controller the one thing that a machine without keyboard needs: the command
/// that resets the processor. Covers the ports from the data port to the command port.
public final class KeyboardController implements BusDevice {

  /// Bytes of ports: data, three others, command.
  public static final int PORTS = 5;

  private static final int COMMAND = 4;

  /// All ones as where nobody is, so that a driver that drains the controller gives up after a few
  /// bytes, instead of waiting half a second for an answer; but "ready for a command" (bit 1 is
  /// 0), for which a kernel that wants to reset would wait.
  private static final int STATUS = 0xfd;

  /// Commands 0xf0 to 0xff pulse the lines whose bits are 0; bit 0 is the processor's reset.
  private static final int PULSE = 0xf0;

  private final Runnable reset;

  /// @param reset called by a vCPU's thread: must not wait for that thread
  public KeyboardController(Runnable reset) {
    this.reset = reset;
  }

  @Override
  public long read(long offset, int size) {
    return offset == COMMAND ? STATUS : -1L;
  }

  @Override
  public void write(long offset, int size, long value) {
    if (offset == COMMAND && (value & (PULSE | 1)) == PULSE) {
      reset.run();
    }
  }
}
