package io.stage1kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class HostCpuTest {

  @Test
  void findsVtx() {
    assertThat(
            HostCpu.parse(
                """
                processor\t: 0
                vendor_id\t: GenuineIntel
                flags\t\t: fpu vme sse2 ss vmx smx est
                bugs\t\t: spectre_v1
                """))
        .isEqualTo(new HostCpu(true, false, OptionalInt.empty()));
  }

  @Test
  void findsSvm() {
    assertThat(HostCpu.parse("processor\t: 0\nflags\t\t: fpu svm\n"))
        .isEqualTo(new HostCpu(false, true, OptionalInt.empty()));
  }

  @Test
  void takesNoPartOfAnotherFlagForIt() {
    HostCpu cpu = HostCpu.parse("flags\t\t: fpu svm_lock hypervisor\nvmx flags\t: vnmi vmx svm\n");
    assertThat(cpu.virtualizes()).isFalse();
  }

  @Test
  void learnsFrequencyOfCounterInVirtualMachine() {
    String cpu = "cpu MHz\t\t: 2300.125\nflags\t\t: fpu constant_tsc hypervisor";
    assertThat(HostCpu.parse(cpu).tscKhz()).hasValue(2_300_125);
    assertThat(HostCpu.parse(cpu + " aperfmperf").tscKhz()).isEmpty();
    assertThat(HostCpu.parse(cpu.replace("hypervisor", "")).tscKhz()).isEmpty();
  }

  @Test
  void findsNothingInTextOfAnotherArchitecture() {
    assertThat(HostCpu.parse("Features\t: fp asimd\n").virtualizes()).isFalse();
  }
}
