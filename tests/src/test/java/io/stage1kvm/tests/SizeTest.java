package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The processors and the memory of a pod's machine, as an app in it sees them.
@Tag("pods")
final class SizeTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  /// The kernel keeps some of the memory for itself: its image, and a struct for each page.
  private static final long KERNEL_MIB = 24;

  private static final double KERNEL_SHARE = 0.04;

  /// 6 GiB lie on both sides of the gap for devices.
  @ParameterizedTest
  @CsvSource({"1, 128", "2, 512", "4, 6144"})
  void givesProcessorsAndMemoryToTheGuest(int cpus, int mib) {
    Outcome outcome =
        HOST.pod()
            .env("STAGE1_KVM_CPUS", "" + cpus)
            .env("STAGE1_KVM_MEMORY", "" + mib)
            .script("size", "nproc; grep -c ^processor /proc/cpuinfo; grep MemTotal /proc/meminfo")
            .run()
            .expect(0);
    List<String> lines = outcome.lines("size");
    assertThat(lines.subList(0, 2)).containsExactly("" + cpus, "" + cpus);
    long seen = Long.parseLong(lines.getLast().replaceAll("\\D", "")) / 1024;
    long least = (long) (mib * (1 - KERNEL_SHARE)) - KERNEL_MIB;
    assertThat(seen).isBetween(least, (long) mib);
  }
}
