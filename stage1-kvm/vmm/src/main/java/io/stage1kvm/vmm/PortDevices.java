package io.stage1kvm.vmm;

import io.stage1kvm.kvm.Vm;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.vmm.arch.x86.Layout;
import io.stage1kvm.vmm.bus.Bus;
import io.stage1kvm.vmm.device.BootTimer;
import io.stage1kvm.vmm.device.KeyboardController;
import io.stage1kvm.vmm.device.ResetControl;
import io.stage1kvm.vmm.device.Serial16550;
import io.stage1kvm.vmm.device.SleepControl;
import java.util.function.IntConsumer;

/// The devices that a machine has at ports: the ways to end it, the boot timer, perhaps a serial
/// port.
final class PortDevices {

  /// The registers of a 16550.
  private static final int SERIAL_PORTS = 8;

  /// A way for the guest to end the machine.
  private record Request(Ending ending, VmEnd why) implements Runnable {
    @Override
    public void run() {
      ending.end(why);
    }
  }

  /// An edge on an interrupt line, by the event that KVM waits for.
  private record Edge(Fd event) implements Runnable {
    @Override
    public void run() {
      try {
        Sys.events().signal(event, 1);
      } catch (SyscallException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }
  }

  private PortDevices() {}

  /// Puts those that every machine has on the bus.
  static void attach(Bus ports, Ending ending, IntConsumer milestone) {
    Request reset = new Request(ending, new VmEnd.Reset());
    Request off = new Request(ending, new VmEnd.PowerOff());
    ports.add(Layout.I8042_DATA, KeyboardController.PORTS, new KeyboardController(reset));
    ports.add(Layout.RESET_CONTROL, 1, new ResetControl(reset));
    SleepControl sleep = new SleepControl(Layout.ACPI_POWER_OFF, off);
    ports.add(Layout.ACPI_SLEEP, SleepControl.PORTS, sleep);
    ports.add(Layout.BOOT_TIMER, 1, new BootTimer(milestone));
  }

  /// Puts a serial port on the bus.
  static void attachSerial(Bus ports, Vm vm, VmParts parts, IntConsumer output)
      throws SyscallException {
    Fd event = parts.add(Sys.events().eventfd(0, Epoll.EFD_NONBLOCK));
    vm.irqfd(event, Layout.COM1_GSI);
    ports.add(Layout.COM1, SERIAL_PORTS, new Serial16550(output, new Edge(event)));
  }
}
