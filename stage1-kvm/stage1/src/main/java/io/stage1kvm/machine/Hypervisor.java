package io.stage1kvm.machine;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.ErrnoText;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What is to run the guest on this host, and how.
///
/// @param monitor whose virtual machine monitor
/// @param hardware by `/dev/kvm`, else by emulation, which only QEMU has
/// @param warning one line for the user, if there is something to warn of
/// @param tscKhz frequency of the emulated time stamp counter, if known: it is the host's
public record Hypervisor(
    Monitor monitor, boolean hardware, Optional<String> warning, OptionalInt tscKhz) {

  /// The virtual machine monitors.
  public enum Monitor {
    /// Our own, in this process.
    OWN,
    QEMU
  }

  static final String DEVICE = "/dev/kvm";

  private static final String ANY = "kvm-any";
  private static final String ANY_WARNING =
      "warning: the cpu has neither vmx nor svm: /dev/kvm is software, on which few kernels boot";

  /// Decides for this host.
  ///
  /// @param wanted `auto`, `kvm`, `qemu`, or `kvm-any`: `/dev/kvm` also where the CPU has neither
  /// VT-x
  ///     nor SVM, so that its back end is software, on which only kernels made for it boot
  /// @param requireHardware refuse emulation
  public static Hypervisor choose(String wanted, boolean requireHardware) throws MachineException {
    HostCpu cpu;
    try {
      cpu = HostCpu.read();
    } catch (IOException e) {
      throw MachineException.hypervisor(wanted, e.toString(), "mount proc on /proc");
    }
    boolean useful = cpu.virtualizes() || wanted.equals(ANY);
    return choose(wanted, requireHardware, cpu, useful ? lackOfDevice() : "");
  }

  /// @param lackOfDevice why `/dev/kvm` cannot be opened, or empty
  static Hypervisor choose(String wanted, boolean requireHardware, HostCpu cpu, String lackOfDevice)
      throws MachineException {
    if (!List.of("auto", "kvm", "qemu", ANY).contains(wanted)) {
      throw new IllegalArgumentException("hypervisor '" + wanted + "' must be auto, kvm or qemu");
    }
    if (cpu.virtualizes() && lackOfDevice.isEmpty()) {
      Monitor monitor = wanted.equals("qemu") ? Monitor.QEMU : Monitor.OWN;
      return new Hypervisor(monitor, true, Optional.empty(), OptionalInt.empty());
    }
    if (wanted.equals(ANY) && lackOfDevice.isEmpty()) {
      return new Hypervisor(Monitor.OWN, true, Optional.of(ANY_WARNING), OptionalInt.empty());
    }
    String lack =
        cpu.virtualizes() || wanted.equals(ANY) ? lackOfDevice : "the cpu has neither vmx nor svm";
    if (wanted.equals("kvm") || wanted.equals(ANY)) {
      throw MachineException.hypervisor(
          wanted,
          "no hardware virtualization (" + lack + ")",
          "--hypervisor=qemu emulates the cpu where it has to");
    }
    if (requireHardware) {
      throw MachineException.hypervisor(
          wanted,
          "no hardware virtualization (" + lack + ")",
          "unset STAGE1_KVM_REQUIRE_HARDWARE to let qemu emulate the cpu");
    }
    return new Hypervisor(
        Monitor.QEMU,
        false,
        Optional.of(
            "warning: no hardware virtualization ("
                + lack
                + "): qemu emulates the cpu, which is slow and not a security boundary"),
        cpu.tscKhz());
  }

  private static String lackOfDevice() {
    try {
      Sys.files().openat(Fd.CWD, DEVICE, Fcntl.O_RDWR).close();
      return "";
    } catch (SyscallException e) {
      return DEVICE + ": " + ErrnoText.of(e.errno());
    }
  }
}
