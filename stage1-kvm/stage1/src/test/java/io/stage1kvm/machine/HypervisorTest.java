package io.stage1kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.machine.Hypervisor.Monitor;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HypervisorTest {

  private static final HostCpu INTEL = new HostCpu(true, false, OptionalInt.of(2_300_000));
  private static final HostCpu NONE = new HostCpu(false, false, OptionalInt.of(2_300_000));

  @Test
  void usesHardwareWhereCpuAndDeviceAreThere() throws Exception {
    assertThat(Hypervisor.choose("auto", true, INTEL, "")).isEqualTo(hardware(Monitor.OWN));
    assertThat(Hypervisor.choose("kvm", true, INTEL, "")).isEqualTo(hardware(Monitor.OWN));
    assertThat(Hypervisor.choose("qemu", true, INTEL, "")).isEqualTo(hardware(Monitor.QEMU));
  }

  private static Hypervisor hardware(Monitor monitor) {
    return new Hypervisor(monitor, true, Optional.empty(), OptionalInt.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "qemu"})
  void emulatesWithWarningWithoutVirtualizingCpu(String wanted) throws Exception {
    assertThat(Hypervisor.choose(wanted, false, NONE, ""))
        .isEqualTo(
            new Hypervisor(
                Monitor.QEMU,
                false,
                Optional.of(
                    "warning: no hardware virtualization (the cpu has neither vmx nor svm): qemu"
                        + " emulates the cpu, which is slow and not a security boundary"),
                OptionalInt.of(2_300_000)));
  }

  @Test
  void tellsWhyTheDeviceCannotBeUsed() throws Exception {
    String lack = "/dev/kvm: EACCES (Permission denied)";
    assertThat(Hypervisor.choose("auto", false, INTEL, lack).warning().orElseThrow())
        .startsWith(
            "warning: no hardware virtualization (/dev/kvm: EACCES (Permission denied)): qemu");
  }

  @Test
  void refusesToEmulateWhenHardwareIsRequired() {
    assertThatThrownBy(() -> Hypervisor.choose("auto", true, NONE, ""))
        .isInstanceOf(MachineException.class)
        .hasMessage(
            "cannot use hypervisor 'auto': no hardware virtualization (the cpu has neither vmx nor"
                + " svm)\n"
                + "hint: unset STAGE1_KVM_REQUIRE_HARDWARE to let qemu emulate the cpu");
  }

  @Test
  void emulatesOnlyByQemu() {
    assertThatThrownBy(() -> Hypervisor.choose("kvm", false, NONE, ""))
        .isInstanceOf(MachineException.class)
        .hasMessage(
            "cannot use hypervisor 'kvm': no hardware virtualization (the cpu has neither vmx nor"
                + " svm)\n"
                + "hint: --hypervisor=qemu emulates the cpu where it has to");
    String lack = "/dev/kvm: ENOENT (No such file or directory)";
    assertThatThrownBy(() -> Hypervisor.choose("kvm", false, INTEL, lack))
        .hasMessageStartingWith(
            "cannot use hypervisor 'kvm': no hardware virtualization (/dev/kvm: ENOENT");
  }

  @Test
  void usesAnyDeviceOnDemand() throws Exception {
    assertThat(Hypervisor.choose("kvm-any", true, INTEL, "")).isEqualTo(hardware(Monitor.OWN));
    Hypervisor software = Hypervisor.choose("kvm-any", false, NONE, "");
    assertThat(software.monitor()).isEqualTo(Monitor.OWN);
    assertThat(software.warning())
        .contains(
            "warning: the cpu has neither vmx nor svm: /dev/kvm is software, on which few kernels"
                + " boot");
    String lack = "/dev/kvm: ENOENT (No such file or directory)";
    assertThatThrownBy(() -> Hypervisor.choose("kvm-any", false, NONE, lack))
        .hasMessageStartingWith(
            "cannot use hypervisor 'kvm-any': no hardware virtualization (/dev/kvm: ENOENT");
  }

  @Test
  void refusesOthers() {
    assertThatThrownBy(() -> Hypervisor.choose("xen", false, INTEL, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hypervisor 'xen' must be auto, kvm or qemu");
  }
}
