package io.stage1kvm.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.pod.MachineSize.AppLimits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MachineSizeTest {
  private static AppLimits limits(Long bytes, Long milliCpus) {
    return new AppLimits(Optional.ofNullable(bytes), Optional.ofNullable(milliCpus));
  }

  private static MachineSize size(AppLimits... apps) throws PodException {
    return MachineSize.of(List.of(apps), 512, Optional.empty(), 8);
  }

  @Test
  void hasTheMinimumAndAllCpusWithoutLimits() throws PodException {
    assertThat(size(limits(null, null))).isEqualTo(new MachineSize(512, 8));
  }

  @Test
  void addsTheLimitsUp() throws PodException {
    assertThat(size(limits(512L << 20, 1500L), limits(256L << 20, 100L)))
        .isEqualTo(new MachineSize(512 + 256 + 128, 3));
  }

  @Test
  void neverHasMoreCpusThanTheHost() throws PodException {
    assertThat(size(limits(null, 9000L))).isEqualTo(new MachineSize(512, 8));
    assertThat(MachineSize.of(List.of(), 64, Optional.of(2), 8)).isEqualTo(new MachineSize(128, 2));
  }

  @Test
  void refusesAMachineThatIsTooLarge() {
    assertThatThrownBy(() -> size(limits(Long.MAX_VALUE, null), limits(1L << 62, null)))
        .hasMessageStartingWith("memory limits of the apps ask for a machine of ");
  }
}
