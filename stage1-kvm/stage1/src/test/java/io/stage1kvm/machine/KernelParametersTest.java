package io.stage1kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.machine.Hypervisor.Monitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class KernelParametersTest {

  private static final String ALWAYS =
      "console=hvc0 panic=-1 reboot=t tsc=reliable no_timer_check noreplace-smp swiotlb=noforce "
          + "dummy.numdummies=0 ";

  private static String parameters(int vcpus, boolean debug, boolean hardware, String users) {
    return parameters(Monitor.QEMU, vcpus, debug, hardware, users);
  }

  private static String parameters(
      Monitor monitor, int vcpus, boolean debug, boolean hardware, String users) {
    Executables executables =
        new Executables(
            Path.of("child"), new Virtiofsd(List.of("virtiofsd"), Virtiofsd.Kind.C), "qemu");
    MachineConfig config =
        new MachineConfig(
            "pod",
            Path.of("vmlinux"),
            Path.of("initramfs"),
            users,
            vcpus,
            128,
            List.of(),
            debug,
            Path.of("run"),
            executables);
    return KernelParameters.of(
        config, new Hypervisor(monitor, hardware, Optional.empty(), OptionalInt.of(2_300_000)));
  }

  @Test
  void givesTheUserTheLastWord() {
    assertThat(parameters(2, false, true, "loglevel=7"))
        .isEqualTo(ALWAYS + "quiet 8250.nr_uarts=0 loglevel=7");
  }

  @Test
  void tellsEmulatedGuestTheFrequencyOfItsCounter() {
    assertThat(parameters(2, false, false, ""))
        .isEqualTo(ALWAYS + "quiet 8250.nr_uarts=0 mitigations=off tsc_early_khz=2300000");
  }

  @Test
  void savesOneEmulatedCpuTheCalibrationOfItsTimer() {
    assertThat(parameters(1, false, false, ""))
        .endsWith("mitigations=off nolapic_timer tsc_early_khz=2300000");
  }

  @Test
  void speaksFromTheFirstLineOnWhenDebugging() {
    assertThat(parameters(1, true, true, ""))
        .isEqualTo(ALWAYS + "earlycon=uart8250,io,0x3f8,115200 ignore_loglevel");
  }

  @Test
  void restartsByTheKeyboardControllerOfOurOwnMonitor() {
    assertThat(parameters(Monitor.OWN, 1, false, true, ""))
        .isEqualTo(ALWAYS.replace("reboot=t", "reboot=k") + "quiet 8250.nr_uarts=0");
  }
}
