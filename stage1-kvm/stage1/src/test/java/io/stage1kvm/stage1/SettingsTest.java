package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  @Test
  void hasDefaults() throws Stage1Exception {
    Settings settings = Settings.of(Map.of(), Map.of());
    assertThat(settings.hypervisor()).isEqualTo("auto");
    assertThat(settings.requireHardware()).isFalse();
    assertThat(settings.minimumMemoryMiB()).isEqualTo(512);
    assertThat(settings.cpus()).isEmpty();
    assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.logLimit()).isEqualTo(10L << 20);
    assertThat(settings.qemu()).isEqualTo("qemu-system-x86_64");
    assertThat(settings.kernelParameters()).isEmpty();
  }

  @Test
  void prefersTheEnvironmentToTheFile() throws Stage1Exception {
    Settings settings =
        Settings.of(
            Map.of("STAGE1_KVM_MEMORY", "256", "STAGE1_KVM_KERNEL", "/k"),
            Map.of("memory", "1024", "cpus", "3", "stop-timeout", "1"));
    assertThat(settings.minimumMemoryMiB()).isEqualTo(256);
    assertThat(settings.cpus()).contains(3);
    assertThat(settings.kernel()).contains(Path.of("/k"));
    assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void appendsTheParametersOfRktsOwnVariable() throws Stage1Exception {
    Settings settings =
        Settings.of(
            Map.of(
                "STAGE1_KVM_KERNEL_PARAMETERS", "a=1",
                "RKT_HYPERVISOR_EXTRA_KERNEL_PARAMS", "b=2"),
            Map.of());
    assertThat(settings.kernelParameters()).isEqualTo("a=1 b=2");
  }

  @Test
  void namesTheSettingThatIsWrong() {
    assertThatThrownBy(() -> Settings.of(Map.of("STAGE1_KVM_MEMORY", "lots"), Map.of()))
        .hasMessage("STAGE1_KVM_MEMORY 'lots' must be a number from 32 to 4194304");
    assertThatThrownBy(() -> Settings.of(Map.of(), Map.of("hypervisor", "xen")))
        .hasMessage("stage1-kvm.json hypervisor 'xen' must be one of auto, kvm, qemu, kvm-any");
    assertThatThrownBy(() -> Settings.of(Map.of(), Map.of("kernel", "k")))
        .hasMessage("stage1-kvm.json kernel 'k' must be an absolute path");
    assertThatThrownBy(() -> Settings.of(Map.of(), Map.of("memmory", "1")))
        .hasMessage("unknown setting 'memmory' in stage1-kvm.json");
  }
}
