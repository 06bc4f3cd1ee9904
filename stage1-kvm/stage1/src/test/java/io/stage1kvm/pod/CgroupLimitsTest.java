package io.stage1kvm.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.guest.message.CgroupSetting;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.LinuxCpuShares;
import io.stage1kvm.manifest.isolator.ResourceCpu;
import io.stage1kvm.manifest.isolator.ResourceMemory;
import org.junit.jupiter.api.Test;

final class CgroupLimitsTest {
  @Test
  void writesLimitsInTheUnitsOfCgroupVersion2() {
    Isolators isolators =
        Isolators.of(
            ResourceMemory.limit("25Mi"), ResourceCpu.limit("800m"), new LinuxCpuShares(1024));
    assertThat(CgroupLimits.of(isolators))
        .containsExactly(
            new CgroupSetting("memory.max", "26214400"),
            new CgroupSetting("cpu.max", "80000 100000"),
            new CgroupSetting("cpu.weight", "39"));
  }

  @Test
  void takesTheLastOfAKind() {
    Isolators isolators = Isolators.of(ResourceMemory.limit("25Mi"), ResourceMemory.limit("42Mi"));
    assertThat(CgroupLimits.memoryBytes(isolators)).contains(42L << 20);
  }

  @Test
  void mapsTheWholeRangeOfShares() {
    assertThat(CgroupLimits.weight(LinuxCpuShares.MIN)).isEqualTo(1);
    assertThat(CgroupLimits.weight(LinuxCpuShares.MAX)).isEqualTo(10_000);
  }

  @Test
  void setsNothingWithoutIsolators() {
    assertThat(CgroupLimits.of(Isolators.NONE)).isEmpty();
  }
}
