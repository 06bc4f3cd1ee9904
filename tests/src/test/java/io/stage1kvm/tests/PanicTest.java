package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A guest kernel that panics never looks like success.
@Tag("pods")
final class PanicTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final String PARAMETERS = "RKT_HYPERVISOR_EXTRA_KERNEL_PARAMS";
  private static final int FAILED = 254;

  @Test
  void showsWhyTheKernelCouldNotStart() {
    Outcome outcome =
        HOST.pod()
            .env(PARAMETERS, "rdinit=/no/init")
            .script("app", "echo never")
            .within(Duration.ofSeconds(30))
            .run()
            .expect(FAILED);
    assertThat(outcome.err()).contains("Kernel panic - not syncing: ");
    assertThat(outcome.out()).doesNotContain("never");
  }

  @Test
  void showsWhyTheKernelDiedUnderAnApp() {
    Outcome outcome =
        HOST.pod()
            .env(PARAMETERS, "sysctl.vm.panic_on_oom=2")
            .script("app", "echo begun; x=0123456789abcdef; while :; do x=$x$x; done")
            .within(Duration.ofSeconds(60))
            .run()
            .expect(FAILED);
    assertThat(outcome.err()).contains("Kernel panic - not syncing: Out of memory");
    assertThat(outcome.lines("app")).containsExactly("begun");
  }
}
