package io.stage1kvm.machine;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.ErrnoText;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// How QEMU is to run the guest on this host.
///
/// @param hardware by `/dev/kvm`, else by emulation
/// @param warning one line for the user, if there is something to warn of
/// @param tscKhz frequency of the emulated time stamp counter, if known: it is the host's
public record Hypervisor(boolean hardware, Optional<String> warning, OptionalInt tscKhz) {

  static final String DEVICE = "/dev/kvm";

  /// Decides for this host.
  ///
  /// @param wanted `auto`, `kvm` or `qemu`
  /// @param requireHardware refuse emulation
  public static Hypervisor choose(String wanted, boolean requireHardware) throws MachineException {
    HostCpu cpu;
    try {
      cpu = HostCpu.read();
    } catch (IOException e) {
      throw MachineException.hypervisor(wanted, e.toString(), "mount proc on /proc");
    }
    return choose(wanted, requireHardware, cpu, cpu.virtualizes() ? lackOfDevice() : "");
  }

  /// @param lackOfDevice why `/dev/kvm` cannot be opened, or empty
  static Hypervisor choose(String wanted, boolean requireHardware, HostCpu cpu, String lackOfDevice)
      throws MachineException {
    if (wanted.equals("kvm")) {
      throw MachineException.hypervisor(
          wanted,
          "this version has no virtual machine monitor of its own yet",
          "--hypervisor=auto uses /dev/kvm through qemu where the host allows it");
    }
    if (!wanted.equals("auto") && !wanted.equals("qemu")) {
      throw new IllegalArgumentException("hypervisor '" + wanted + "' must be auto, kvm or qemu");
    }
    if (cpu.virtualizes() && lackOfDevice.isEmpty()) {
      return new Hypervisor(true, Optional.empty(), OptionalInt.empty());
    }
    String lack = cpu.virtualizes() ? lackOfDevice : "the cpu has neither vmx nor svm";
    if (requireHardware) {
      throw MachineException.hypervisor(
          wanted,
          "no hardware virtualization (" + lack + ")",
          "unset STAGE1_KVM_REQUIRE_HARDWARE to let qemu emulate the cpu");
    }
    return new Hypervisor(
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
