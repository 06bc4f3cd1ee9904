package io.stage1kvm.vmm.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootTimerTest {

  @Test
  void passesOnWhatTheGuestWrites() {
    List<Integer> milestones = new ArrayList<>();
    BootTimer timer = new BootTimer(milestones::add);
    timer.write(0, 1, 0x40);
    timer.write(0, 4, 0x141);
    assertThat(timer.read(0, 1)).isZero();
    assertThat(milestones).containsExactly(0x40, 0x41);
  }
}
