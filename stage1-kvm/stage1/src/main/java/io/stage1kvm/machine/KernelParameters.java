package io.stage1kvm.machine;

import java.util.ArrayList;
import java.util.List;

/// The kernel's command line as far as the machine decides it. The reasons of the parameters are in
/// the documentation of the guest kernel.
public final class KernelParameters {

  private static final List<String> ALWAYS =
      List.of(
          "tsc=reliable",
          "no_timer_check",
          "noreplace-smp",
          "swiotlb=noforce",
          "dummy.numdummies=0"); // The driver makes an interface at boot that no pod has asked for.

  private KernelParameters() {}

  /// Those of the machine, then those of the user, who so has the last word.
  public static String of(MachineConfig config, Hypervisor hypervisor) {
    List<String> parameters = new ArrayList<>(List.of("console=hvc0", "panic=-1"));
    // Our monitor tells a reset by the keyboard controller from a triple fault. QEMU, told not to
    // restart, ends at both, and the second needs no device.
    parameters.add(hypervisor.monitor() == Hypervisor.Monitor.OWN ? "reboot=k" : "reboot=t");
    parameters.addAll(ALWAYS);
    if (config.debug()) {
      parameters.add("earlycon=uart8250,io,0x3f8,115200");
      parameters.add("ignore_loglevel");
    } else {
      parameters.add("quiet");
      parameters.add("8250.nr_uarts=0");
    }
    if (!hypervisor.hardware()) {
      parameters.addAll(emulated(config, hypervisor));
    }
    parameters.add(config.kernelParameters());
    return String.join(" ", parameters).strip();
  }

  private static List<String> emulated(MachineConfig config, Hypervisor hypervisor) {
    List<String> parameters = new ArrayList<>(List.of("mitigations=off"));
    if (config.vcpus() == 1) {
      parameters.add("nolapic_timer");
    }
    hypervisor.tscKhz().ifPresent(khz -> parameters.add("tsc_early_khz=" + khz));
    return parameters;
  }
}
