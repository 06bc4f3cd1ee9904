package io.stage1kvm.machine.kvm;

import io.stage1kvm.vmm.virtio.console.ConsoleDevice;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.IntConsumer;

/// The streams between the guest and this process: the console, with the serial port before it when
/// debugging, and the agent's port.
final class KvmPorts {

  private static final String AGENT = "io.stage1kvm.agent";
  private static final int CONSOLE_PORT = 0;
  private static final int AGENT_PORT = 1;

  private final ConsoleDevice device = new ConsoleDevice(AGENT);
  private final Optional<DebugConsole> debug;

  KvmPorts(boolean debugging) {
    debug =
        debugging ? Optional.of(new DebugConsole(device.input(CONSOLE_PORT))) : Optional.empty();
  }

  /// It belongs to the machine.
  ConsoleDevice device() {
    return device;
  }

  /// Where the serial port's output goes, if there is one.
  Optional<IntConsumer> serial() {
    return debug.map(console -> console);
  }

  InputStream console() {
    return debug.isPresent() ? debug.get() : device.input(CONSOLE_PORT);
  }

  InputStream agentInput() {
    return device.input(AGENT_PORT);
  }

  OutputStream agentOutput() {
    return device.output(AGENT_PORT);
  }

  /// Ends all streams: readers get what is left.
  void end() {
    device.close();
  }
}
