package io.stage1kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HypervisorTest {

  private static final HostCpu INTEL = new HostCpu(true, false, OptionalInt.of(2_300_000));
  private static final HostCpu NONE = new HostCpu(false, false, OptionalInt.of(2_300_000));

  @ParameterizedTest
  @ValueSource(strings = {"auto", "qemu"})
  void usesHardwareWhereCpuAndDeviceAreThere(String wanted) throws Exception {
    assertThat(Hypervisor.choose(wanted, true, INTEL, ""))
        .isEqualTo(new Hypervisor(true, Optional.empty(), OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "qemu"})
  void emulatesWithWarningWithoutVirtualizingCpu(String wanted) throws Exception {
    assertThat(Hypervisor.choose(wanted, false, NONE, ""))
        .isEqualTo(
            new Hypervisor(
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
  void refusesKvmUntilItIsThere() {
    assertThatThrownBy(() -> Hypervisor.choose("kvm", false, INTEL, ""))
        .hasMessage(
            "cannot use hypervisor 'kvm': this version has no virtual machine monitor of its own"
                + " yet\n"
                + "hint: --hypervisor=auto uses /dev/kvm through qemu where the host allows it");
  }
}
