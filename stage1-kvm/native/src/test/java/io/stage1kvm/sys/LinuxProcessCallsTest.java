package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Prctl;
import io.stage1kvm.sys.abi.Signal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LinuxProcessCallsTest {

  private final ProcessCalls processes = Sys.processes();

  @Test
  void knowsItself() {
    assertThat(processes.getpid()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(processes.getppid())
        .isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
    assertThat(processes.geteuid()).isEqualTo(processes.getuid());
  }

  @Test
  void kills() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    processes.kill((int) sleep.pid(), 0);
    processes.kill((int) sleep.pid(), Signal.SIGKILL);

    assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(sleep.exitValue()).isEqualTo(128 + Signal.SIGKILL);
    assertThatThrownBy(() -> processes.kill((int) sleep.pid(), 0))
        .hasMessage("kill(pid=%d, signal=0): ESRCH (No such process)", sleep.pid());
  }

  @Test
  void refusesUnknownPrctl() {
    assertThatThrownBy(() -> processes.prctl(-1, 0))
        .hasMessage("prctl(-1, 0x0): EINVAL (Invalid argument)");
  }

  @Test
  void setsDeathSignalOfThread() throws Exception {
    assertThat(processes.prctl(Prctl.PR_SET_PDEATHSIG, 0)).isZero();
  }

  @Test
  void setsUmaskAndReturnsTheOneBefore() {
    int before = processes.umask(027);
    assertThat(processes.umask(before)).isEqualTo(027);
  }
}
